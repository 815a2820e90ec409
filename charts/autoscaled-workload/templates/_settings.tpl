{{/* The fewest replicas that there ever are. */}}
{{- define "workload.floor" -}}
{{- .Values.autoscaling.enabled | ternary .Values.autoscaling.minReplicas .Values.replicas }}
{{- end }}

{{/* All ports, as a list under `ports`: the given ones, and that of the metrics unless it is one of them. */}}
{{- define "workload.ports" -}}
{{- $ports := .Values.ports | default list }}
{{- $known := list }}
{{- range $ports }}{{ $known = append $known (int .containerPort) }}{{ end }}
{{- if and .Values.metrics.enabled (not (has (int .Values.metrics.port) $known)) }}
{{- $ports = append $ports (dict "name" "metrics" "port" .Values.metrics.port "containerPort" .Values.metrics.port) }}
{{- end }}
{{- dict "ports" $ports | toYaml }}
{{- end }}

{{/* The name of the port that serves metrics. */}}
{{- define "workload.metricsPortName" -}}
{{- range (include "workload.ports" . | fromYaml).ports }}
{{- if eq (int .containerPort) (int $.Values.metrics.port) }}{{ .name }}{{ end }}
{{- end }}
{{- end }}

{{/* Whether the Pods bear prometheus.io/… . */}}
{{- define "workload.scrapeAnnotations" -}}
{{- $wanted := .Values.metrics.scrapeAnnotations }}
{{- if kindIs "invalid" $wanted }}{{ $wanted = not .Values.metrics.serviceMonitor.enabled }}{{ end }}
{{- if and .Values.metrics.enabled $wanted }}yes{{ end }}
{{- end }}

{{/* The autoscaler's metrics, as a list under `metrics`. */}}
{{- define "workload.metrics" -}}
{{- $scaling := .Values.autoscaling }}
{{- $metrics := $scaling.metrics | default list }}
{{- $default := empty $metrics | ternary 60 0 }}
{{- $targets := dict "cpu" $scaling.targetCPUUtilizationPercentage "memory" $scaling.targetMemoryUtilizationPercentage }}
{{- range $resource := list "cpu" "memory" }}
{{- $target := get $targets $resource }}
{{- if kindIs "invalid" $target }}{{ $target = $default }}{{ end }}
{{- if int $target }}
{{- $use := dict "type" "Utilization" "averageUtilization" (int $target) }}
{{- $metrics = append $metrics (dict "type" "Resource" "resource" (dict "name" $resource "target" $use)) }}
{{- end }}
{{- end }}
{{- dict "metrics" $metrics | toYaml }}
{{- end }}
