# Grafana, with the datasources and the service map: http://localhost:3000
kubectl port-forward svc/victoria-metrics-k8s-stack-grafana -n monitoring 3000:80

# VictoriaTraces: http://localhost:10428/select/vmui
kubectl port-forward svc/victoria-traces-single-vt-single-server -n monitoring 10428:10428
