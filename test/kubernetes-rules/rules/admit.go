package main

import (
	"context"
	"encoding/json"
	"fmt"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/component-helpers/resource"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	api "k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	v1 "k8s.io/kubernetes/pkg/apis/core/v1"
	"k8s.io/kubernetes/pkg/apis/core/v1/helper/qos"
	podstrategy "k8s.io/kubernetes/pkg/registry/core/pod"
	"k8s.io/kubernetes/plugin/pkg/admission/limitranger"
)

// question is a pod as it is sent, a JSON Patch that a webhook answers with, and what is in the cluster.
type question struct {
	Pod     json.RawMessage `json:"pod"`
	Patch   json.RawMessage `json:"patch"`
	Cluster cluster         `json:"cluster"`
}

// answer is the pod as webhooks see it, why it is not taken, and what it asks of a node.
type answer struct {
	Pod      *corev1.Pod         `json:"pod,omitempty"`
	Refusals []string            `json:"refusals"`
	Class    corev1.PodQOSClass  `json:"class,omitempty"`
	Usage    corev1.ResourceList `json:"usage,omitempty"`
	Requests corev1.ResourceList `json:"requests,omitempty"`
	Limits   corev1.ResourceList `json:"limits,omitempty"`
	// LimitRanges as an API server stores them, with its defaults.
	LimitRanges []*corev1.LimitRange `json:"limitRanges,omitempty"`
}

// admit takes a pod the way that it takes through an API server: the patch, mutating plugins, its validation, and
// validating plugins. https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/
func admit(asked question) answer {
	pod, err := decodePod(asked.Pod, asked.Patch)
	if err != nil {
		return answer{Refusals: []string{fmt.Sprintf("decoding: %v", err)}}
	}
	rules, err := readCluster(asked.Cluster, pod.Spec.ServiceAccountName)
	if err != nil {
		return answer{Refusals: []string{fmt.Sprintf("cluster: %v", err)}}
	}
	pod.Namespace = rules.namespace
	attributes := admission.NewAttributesRecord(
		pod, nil, api.Kind("Pod").WithVersion("v1"), rules.namespace, pod.Name,
		api.Resource("pods").WithVersion("v1"), "", admission.Create, &metav1.CreateOptions{}, false, nil,
	)
	refusals := refusalsOf("ServiceAccount", rules.account.Admit(context.TODO(), attributes, nil))
	for _, each := range rules.limitRanges {
		refusals = append(refusals, refusalsOf("LimitRange", limitranger.PodMutateLimitFunc(each, pod))...)
	}
	seen := &corev1.Pod{}
	if err := v1.Convert_core_Pod_To_v1_Pod(pod, seen, nil); err != nil {
		return answer{Refusals: []string{fmt.Sprintf("conversion: %v", err)}}
	}
	seen.APIVersion, seen.Kind = "v1", "Pod"
	seen = seen.DeepCopy()
	if pod.Name == "" && pod.GenerateName != "" {
		pod.Name = pod.GenerateName + "x7k2p"
	}
	podstrategy.Strategy.PrepareForCreate(context.TODO(), pod)
	for _, fault := range podstrategy.Strategy.Validate(context.TODO(), pod) {
		refusals = append(refusals, "validation: "+fault.Error())
	}
	stored := &corev1.Pod{}
	if err := v1.Convert_core_Pod_To_v1_Pod(pod, stored, nil); err != nil {
		return answer{Refusals: []string{fmt.Sprintf("conversion: %v", err)}}
	}
	refusals = append(refusals, validate(rules, attributes, pod, stored)...)
	options := resource.PodResourcesOptions{}
	return answer{
		Pod:         seen,
		Refusals:    refusals,
		Class:       qos.GetPodQOS(stored),
		Usage:       usageOf(pod),
		Requests:    resource.PodRequests(stored, options),
		Limits:      resource.PodLimits(stored, options),
		LimitRanges: rules.limitRanges,
	}
}

func refusalsOf(rule string, err error) []string {
	if err == nil {
		return nil
	}
	return []string{rule + ": " + err.Error()}
}

// decodePod applies a patch and reads a pod as an API server does, with its defaults.
func decodePod(text, patch json.RawMessage) (*api.Pod, error) {
	if len(patch) > 0 {
		operations, err := jsonpatch.DecodePatch(patch)
		if err != nil {
			return nil, err
		}
		if text, err = operations.Apply(text); err != nil {
			return nil, err
		}
	}
	object, err := runtime.Decode(legacyscheme.Codecs.UniversalDecoder(), text)
	if err != nil {
		return nil, err
	}
	pod, isPod := object.(*api.Pod)
	if !isPod {
		return nil, fmt.Errorf("not a pod: %T", object)
	}
	return pod, nil
}
