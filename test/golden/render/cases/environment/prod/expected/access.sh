# Grafana, with the datasources and the service map: http://localhost:3000
kubectl port-forward svc/victoria-metrics-k8s-stack-grafana -n monitoring 3000:80

# The API of Tempo, for debugging; its traces are seen in Grafana: http://localhost:3100
kubectl port-forward svc/tempo -n monitoring 3100:3100

# Jaeger: http://localhost:16686
kubectl port-forward svc/jaeger-query -n monitoring 16686:16686

# VictoriaTraces: http://localhost:10428/select/vmui
kubectl port-forward svc/victoria-traces-single-vt-single-server -n monitoring 10428:10428

# Zipkin: http://localhost:9411/zipkin
kubectl port-forward svc/zipkin -n zipkin 9411:9411
