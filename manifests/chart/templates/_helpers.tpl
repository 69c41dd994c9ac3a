{{/* What the generated templates include, and what those by hand share. */}}

{{- define "doka-tracing.image" -}}
{{- $tag := .Values.image.tag | default .Chart.AppVersion -}}
{{ .Values.image.repository }}:{{ $tag }}{{ with .Values.image.digest }}@{{ . }}{{ end }}
{{- end }}

{{- define "doka-tracing.args" -}}
- serve
{{- with .Values.auditEvery }}
- --audit-every={{ int . }}
{{- end }}
{{- if eq .Values.certificates "cert-manager" }}
- --certs=/etc/doka-tracing/tls
{{- end }}
{{- if .Values.collectorStatus }}
- --collector-status
{{- end }}
{{- if eq .Values.owners "watch" }}
- --owners=watch
{{- end }}
{{- if .Values.statusPage }}
- --page-port=9091
{{- end }}
{{- if .Values.watchConfigMaps }}
- --watch-configmaps
{{- end }}
{{- if .Values.watchServiceAccounts }}
- --watch-service-accounts
{{- end }}
{{- if ne .Values.logLevel "info" }}
- --log-level={{ .Values.logLevel }}
{{- end }}
{{- end }}

{{/* Where pods run, and what they are pulled with. */}}
{{- define "doka-tracing.placement" -}}
nodeSelector: {{ .Values.nodeSelector | toJson }}
{{- with .Values.tolerations }}
tolerations: {{ . | toJson }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{ . | toJson }}
{{- end }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{ . | toJson }}
{{- end }}
{{- end }}

{{/* The certificate of cert-manager, behind the last field of the only container. */}}
{{- define "doka-tracing.tls" -}}
{{- if eq .Values.certificates "cert-manager" }}
    volumeMounts:
      - name: tls
        mountPath: /etc/doka-tracing/tls
        readOnly: true
volumes:
  - name: tls
    secret:
      secretName: doka-tracing-tls
{{- end }}
{{- end }}

{{- define "doka-tracing.injection" -}}
{{- if eq .Values.certificates "cert-manager" -}}
annotations:
  cert-manager.io/inject-ca-from: {{ .Release.Namespace }}/doka-tracing
{{- end }}
{{- end }}

{{- define "doka-tracing.apiServerPorts" -}}
{{- range .Values.networkPolicy.apiServerPorts }}
- port: {{ . }}
  protocol: TCP
{{- end }}
{{- end }}

{{/* The platform's choice, as an object. */}}
{{- define "doka-tracing.platform" -}}
apiVersion: tracing.dokaseca.io/v1alpha1
kind: TracingPlatform
metadata:
  name: default
  labels:
    app.kubernetes.io/name: doka-tracing
  annotations:
    # Argo CD applies it after its definition, and after the webhook that judges it.
    argocd.argoproj.io/sync-wave: '1'
spec: {{ .Values.platform | toJson }}
{{- end }}
