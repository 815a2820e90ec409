{{- define "workload.fullname" -}}
{{- .Values.fullnameOverride | default (.Values.nameOverride | default .Release.Name) | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "workload.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (.Values.serviceAccount.create | ternary (include "workload.fullname" .) "default") }}
{{- end }}

{{/* What never changes, as a Deployment's selector must not. */}}
{{- define "workload.selectorLabels" -}}
app.kubernetes.io/name: {{ include "workload.fullname" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "workload.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{ include "workload.selectorLabels" . }}
{{- with .Values.labels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* An object's metadata. Arguments: `root`, and as wanted `annotations`, `labels`. */}}
{{- define "workload.metadata" -}}
name: {{ include "workload.fullname" .root }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- toYaml (mergeOverwrite (include "workload.labels" .root | fromYaml) (.labels | default dict)) | nindent 2 }}
{{- with mergeOverwrite (dict) (.root.Values.annotations | default dict) (.annotations | default dict) }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "workload.image" -}}
{{- $image := .Values.image }}
{{- $repository := required "image.repository must name the image of your program" $image.repository }}
{{- $repository }}{{ with $image.tag }}{{ hasPrefix "sha256:" (toString .) | ternary "@" ":" }}{{ . }}{{ end }}
{{- end }}
