# The API of Tempo, for debugging: http://localhost:3200
kubectl port-forward svc/tempo -n monitoring 3200:3200

# Zipkin: http://localhost:9411/zipkin
kubectl port-forward svc/zipkin -n zipkin 9411:9411
