# Zipkin: http://localhost:9411/zipkin
kubectl port-forward svc/zipkin -n zipkin 9411:9411
