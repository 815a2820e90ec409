{{/* Where Prometheus is. */}}
{{- define "barograph.prometheusUrl" -}}
{{- $port := .Values.prometheus.port | toString }}
{{- tpl .Values.prometheus.url . }}{{ if and .Values.prometheus.port (ne $port "") }}:{{ $port }}{{ end }}{{ .Values.prometheus.path }}
{{- end }}

{{/* The port of Prometheus, for a NetworkPolicy; empty where the URL tells none that is known. */}}
{{- define "barograph.prometheusPort" -}}
{{- $url := urlParse (include "barograph.prometheusUrl" .) }}
{{- $port := regexFind ":[0-9]+$" $url.host | trimPrefix ":" }}
{{- $port | default (eq $url.scheme "https" | ternary "443" "80") }}
{{- end }}

{{/* Whether this release is the cluster's external.metrics.k8s.io. */}}
{{- define "barograph.registers" -}}
{{- if kindIs "invalid" .Values.apiService.create }}
{{- if .Values.rules.external }}yes{{ end }}
{{- else if .Values.apiService.create }}yes{{ end }}
{{- end }}

{{/* The name by which the API aggregator calls, hence for which the certificate must be. */}}
{{- define "barograph.serviceHost" -}}
{{- printf "%s.%s.svc" (include "barograph.fullname" .) (include "barograph.namespace" .) }}
{{- end }}

{{/* PEM text, or nothing: placeholders of values files begin with a #. */}}
{{- define "barograph.pem" -}}
{{- if not (hasPrefix "#" (trim (. | default ""))) }}{{ . }}{{ end }}
{{- end }}

{{/*
Who makes the serving certificate: `flags` (extraArguments name one that is mounted by other values), `certManager`, `values`,
`secret`, or `chart`.
*/}}
{{- define "barograph.certificateFrom" -}}
{{- $flags := false }}
{{- range .Values.extraArguments }}
{{- if hasPrefix "--tls-cert-file" . }}{{ $flags = true }}{{ end }}
{{- end }}
{{- if $flags }}flags
{{- else if .Values.certManager.enabled }}certManager
{{- else if .Values.tls.enable }}values
{{- else if .Values.tls.existingSecret }}secret
{{- else }}chart
{{- end }}
{{- end }}

{{- define "barograph.certificateSecret" -}}
{{- $from := include "barograph.certificateFrom" . }}
{{- if eq $from "secret" }}{{ .Values.tls.existingSecret }}
{{- else if ne $from "flags" }}{{ include "barograph.fullname" . }}
{{- end }}
{{- end }}

{{/* More than one replica is spread and guarded. */}}
{{- define "barograph.isMany" -}}
{{- if gt (int .Values.replicas) 1 }}yes{{ end }}
{{- end }}

{{/* The metric that NOTES.txt asks for: the first that a rule names whatever series there are. */}}
{{- define "barograph.someMetric" -}}
{{- $metric := "" }}
{{- range .Values.rules.external }}
{{- $as := dig "name" "as" "" . }}
{{- if and (not $metric) $as (not (contains "$" $as)) }}{{ $metric = $as }}{{ end }}
{{- end }}
{{- $metric }}
{{- end }}

{{/* Those of extraArguments that `barograph doctor` has too. */}}
{{- define "barograph.doctorArguments" -}}
{{- $kept := list }}
{{- range .Values.extraArguments }}
{{- if regexMatch "^--(prometheus-|config=)" . }}{{ $kept = append $kept . }}{{ end }}
{{- end }}
{{- toYaml $kept }}
{{- end }}

{{/* Not merged with what is given: a request above a limit would be no Pod. */}}
{{- define "barograph.resources" -}}
{{- if .Values.resources }}
{{- toYaml .Values.resources }}
{{- else -}}
requests: {cpu: 50m, memory: 64Mi}
limits: {memory: 256Mi}
{{- end }}
{{- end }}
