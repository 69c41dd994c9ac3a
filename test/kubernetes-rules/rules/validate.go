package main

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/resourcequota"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	api "k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/capabilities"
	"k8s.io/kubernetes/pkg/features"
	"k8s.io/kubernetes/pkg/quota/v1/evaluator/core"
	"k8s.io/kubernetes/plugin/pkg/admission/limitranger"
	podsecurity "k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	"k8s.io/utils/clock"
)

// Fields of Pod that an API server of this version only takes where an administrator asks for them.
var gates = map[string]bool{
	string(features.ClusterTrustBundle):                 true,
	string(features.ClusterTrustBundleProjection):       true,
	string(features.ContainerStopSignals):               true,
	string(features.GenericWorkload):                    true,
	string(features.PodCertificateRequest):              true,
	string(features.TaintTolerationComparisonOperators): true,
	string(features.UserNamespacesHostNetworkSupport):   true,
}

// configure does what flags of the API server do: those fields, and `--allow-privileged`, as installers set it.
func configure() {
	capabilities.Initialize(capabilities.Capabilities{AllowPrivileged: true})
	if err := utilfeature.DefaultMutableFeatureGate.SetFromMap(gates); err != nil {
		panic(err)
	}
}

var evaluator = mustEvaluator()

func mustEvaluator() policy.Evaluator {
	made, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		panic(err)
	}
	return made
}

var usage = core.NewPodEvaluator(nil, clock.RealClock{})

// validate asks the plugins that only judge.
func validate(rules *clusterRules, attributes admission.Attributes, pod *api.Pod, stored *corev1.Pod) []string {
	refusals := refusalsOf("ServiceAccount", rules.account.Validate(context.TODO(), attributes, nil))
	for _, each := range rules.limitRanges {
		refusals = append(refusals, refusalsOf("LimitRange", limitranger.PodValidateLimitFunc(each, pod))...)
	}
	level := podsecurity.LevelVersion{Level: rules.level, Version: podsecurity.LatestVersion()}
	verdict := policy.AggregateCheckResults(evaluator.EvaluatePod(level, &stored.ObjectMeta, &stored.Spec))
	if !verdict.Allowed {
		refusals = append(refusals, fmt.Sprintf("PodSecurity %s: %s", rules.level, verdict.ForbiddenDetail()))
	}
	_, err := resourcequota.CheckRequest(rules.quotas, attributes, usage, nil)
	return append(refusals, refusalsOf("ResourceQuota", err)...)
}

// usageOf is what a pod counts for in a ResourceQuota, of each resource for which a ResourceQuota takes it.
func usageOf(pod *api.Pod) corev1.ResourceList {
	counted, err := usage.Usage(pod)
	if err != nil {
		return nil
	}
	for name := range counted {
		if usage.Constraints([]corev1.ResourceName{name}, pod) != nil {
			delete(counted, name)
		}
	}
	return counted
}
