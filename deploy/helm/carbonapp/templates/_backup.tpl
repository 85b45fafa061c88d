{{/* What the steps of a backup share. Given root and step. */}}
{{- define "carbonapp.backupStep" -}}
command: [sh, /scripts/backup.sh, {{ .step }}]
{{ include "carbonapp.containerSecurity" . }}
env:
  {{- include "carbonapp.secretEnv" .root | nindent 2 }}
  - name: BACKUP_FOLDER
    value: /backups
  - name: BACKUP_KEEP_DAYS
    value: {{ .root.Values.backup.keepDays | quote }}
  {{- if eq .step "upload" }}
  - name: BACKUP_UPLOAD
    value: /scripts/{{ .root.Values.backup.upload.script }}
  {{- include "carbonapp.env" .root.Values.backup.upload.env | nindent 2 }}
  {{- end }}
resources:
  {{- toYaml .root.Values.backup.resources | nindent 2 }}
volumeMounts:
  - {name: backups, mountPath: /backups}
  - {name: scripts, mountPath: /scripts}
  - {name: tmp, mountPath: /tmp}
{{- end }}
