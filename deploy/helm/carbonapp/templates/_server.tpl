{{/* Deployment and service of Api or Web: they differ in their environment and ports only. Given root, part, env (YAML) and ports (YAML). */}}
{{- define "carbonapp.server" -}}
{{- $name := printf "%s-%s" (include "carbonapp.name" .root) .part }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $name }}
  labels:
    {{- include "carbonapp.labels" . | nindent 4 }}
spec:
  {{- if not .root.Values.autoscaling.enabled }}
  replicas: {{ .root.Values.replicaCount }}
  {{- end }}
  revisionHistoryLimit: 5
  strategy:
    type: RollingUpdate
    rollingUpdate: {maxUnavailable: 0, maxSurge: 1}
  selector:
    matchLabels:
      {{- include "carbonapp.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "carbonapp.labels" . | nindent 8 }}
      annotations:
        prometheus.io/scrape: "true"
        prometheus.io/port: "8080"
        prometheus.io/path: /metrics
    spec:
      {{- include "carbonapp.podSecurity" (dict "user" 1654) | nindent 6 }}
      {{- include "carbonapp.placement" . | nindent 6 }}
      terminationGracePeriodSeconds: {{ .root.Values.terminationGraceSeconds }}
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "carbonapp.selector" . | nindent 14 }}
      containers:
        - name: {{ .part }}
          image: {{ include "carbonapp.image" . }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          {{- include "carbonapp.containerSecurity" . | nindent 10 }}
          ports:
            {{- .ports | nindent 12 }}
          env:
            {{- .env | nindent 12 }}
          startupProbe:
            httpGet: {path: /health/live, port: http}
            periodSeconds: 2
            failureThreshold: 30
          livenessProbe:
            httpGet: {path: /health/live, port: http}
            periodSeconds: 10
            timeoutSeconds: 3
          readinessProbe:
            httpGet: {path: /health/ready, port: http}
            periodSeconds: 5
            timeoutSeconds: 3
          lifecycle:
            preStop:
              sleep: {seconds: {{ .root.Values.preStopSeconds }}}
          resources:
            {{- toYaml .root.Values.resources | nindent 12 }}
          volumeMounts:
            - {name: tmp, mountPath: /tmp}
      volumes:
        - name: tmp
          emptyDir: {sizeLimit: 256Mi}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}
  labels:
    {{- include "carbonapp.labels" . | nindent 4 }}
spec:
  selector:
    {{- include "carbonapp.selector" . | nindent 4 }}
  ports:
    - {name: http, port: 8080, targetPort: http}
{{- end }}

{{/* Environment from the secret that Api, the migrations and the backup share. */}}
{{- define "carbonapp.secretEnv" -}}
- name: DATABASE_URL
  valueFrom:
    secretKeyRef: {name: {{ include "carbonapp.secret" . }}, key: DATABASE_URL}
{{- if .Values.redis.enabled }}
- name: REDIS_URL
  value: redis://{{ include "carbonapp.name" . }}-redis:6379
{{- else }}
- name: REDIS_URL
  valueFrom:
    secretKeyRef: {name: {{ include "carbonapp.secret" . }}, key: REDIS_URL}
{{- end }}
{{- end }}

{{/* A map of names and values as an environment. */}}
{{- define "carbonapp.env" -}}
{{- range $name, $value := . }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}
