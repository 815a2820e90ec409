{{/* The chart's name, which labels bear. */}}
{{- define "barograph.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* The name of the release's objects: of at most 63 characters, as a Service's is part of a host name. */}}
{{- define "barograph.fullname" -}}
{{- $name := .Values.nameOverride | default .Chart.Name }}
{{- $full := contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name) }}
{{- .Values.fullnameOverride | default $full | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "barograph.namespace" -}}
{{- .Values.namespaceOverride | default .Release.Namespace }}
{{- end }}

{{/* The name of what stands outside of namespaces: two releases of one name may be in two of them. */}}
{{- define "barograph.clusterName" -}}
{{- printf "%s:%s" (include "barograph.namespace" .) (include "barograph.fullname" .) }}
{{- end }}

{{- define "barograph.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (.Values.serviceAccount.create | ternary (include "barograph.fullname" .) "default") }}
{{- end }}

{{/*
What never changes, as a Deployment's selector must not: one that another chart made under this name (which only
fullnameOverride can bring about) keeps the name in its selector.
*/}}
{{- define "barograph.selectorLabels" -}}
{{- $name := include "barograph.name" . }}
{{- if and .Values.fullnameOverride (not .Values.nameOverride) }}
{{- $there := lookup "apps/v1" "Deployment" (include "barograph.namespace" .) (include "barograph.fullname" .) | default dict }}
{{- $labels := dig "spec" "selector" "matchLabels" dict $there }}
{{- if eq (get $labels "app.kubernetes.io/instance") .Release.Name }}
{{- $name = get $labels "app.kubernetes.io/name" | default $name }}
{{- end }}
{{- end -}}
app.kubernetes.io/name: {{ $name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "barograph.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/component: metrics
app.kubernetes.io/part-of: {{ include "barograph.name" . }}
{{ include "barograph.selectorLabels" . }}
{{- with .Values.customLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/*
An object's metadata, all but its namespace. Arguments: `root`, and as wanted `name`, `namespace`, `annotations`, `labels`.
*/}}
{{- define "barograph.metadata" -}}
name: {{ .name | default (include "barograph.fullname" .root) }}
{{- with .namespace }}
namespace: {{ . }}
{{- end }}
labels:
  {{- $own := include "barograph.labels" .root | fromYaml }}
  {{- toYaml (mergeOverwrite $own (.labels | default dict)) | nindent 2 }}
{{- with mergeOverwrite (dict) (.root.Values.customAnnotations | default dict) (.annotations | default dict) }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "barograph.image" -}}
{{- $default := "localhost/barograph" }}
{{- if include "barograph.foreignImage" . }}
{{- printf "%s:%s" $default .Chart.AppVersion }}
{{- else }}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) }}
{{- end }}
{{- end }}

{{/* Whether the values file that was brought along names prometheus-adapter's own image, which cannot be meant here. */}}
{{- define "barograph.foreignImage" -}}
{{- if regexMatch "(^|/)(k8s-)?prometheus-adapter(-[a-z0-9]+)?$" .Values.image.repository }}yes{{ end }}
{{- end }}

{{/* Who the Pods are, in a binding. */}}
{{- define "barograph.subjects" -}}
subjects:
- kind: ServiceAccount
  name: {{ include "barograph.serviceAccountName" . }}
  namespace: {{ include "barograph.namespace" . }}
{{- end }}
