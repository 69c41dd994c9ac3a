package main

import (
	"encoding/json"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	api "k8s.io/kubernetes/pkg/apis/core"
	v1 "k8s.io/kubernetes/pkg/apis/core/v1"
	"k8s.io/kubernetes/pkg/apis/core/validation"
	"k8s.io/kubernetes/plugin/pkg/admission/serviceaccount"
	podsecurity "k8s.io/pod-security-admission/api"
)

// cluster is what a cluster holds for the pods of a namespace.
type cluster struct {
	Namespace string `json:"namespace"`
	// The level that the namespace or the API server enforces.
	Level           podsecurity.Level       `json:"level"`
	LimitRanges     []json.RawMessage       `json:"limitRanges"`
	Quotas          []corev1.ResourceQuota  `json:"quotas"`
	ServiceAccounts []corev1.ServiceAccount `json:"serviceAccounts"`
}

// clusterRules is the same, ready to judge a pod.
type clusterRules struct {
	namespace   string
	level       podsecurity.Level
	limitRanges []*corev1.LimitRange
	quotas      []corev1.ResourceQuota
	account     *serviceaccount.Plugin
}

func readCluster(in cluster, account string) (*clusterRules, error) {
	limitRanges, err := readLimitRanges(in)
	if err != nil {
		return nil, err
	}
	plugin, err := buildAccountPlugin(in, account)
	if err != nil {
		return nil, err
	}
	return &clusterRules{in.Namespace, in.Level, limitRanges, in.Quotas, plugin}, nil
}

// readLimitRanges gives LimitRanges with the defaults that the API server stores in them, and refuses what it would refuse.
func readLimitRanges(in cluster) ([]*corev1.LimitRange, error) {
	ranges := []*corev1.LimitRange{}
	for _, text := range in.LimitRanges {
		object, err := runtime.Decode(legacyscheme.Codecs.UniversalDecoder(), text)
		if err != nil {
			return nil, err
		}
		held, isRange := object.(*api.LimitRange)
		if !isRange {
			return nil, fmt.Errorf("not a LimitRange: %T", object)
		}
		held.Namespace = in.Namespace
		if faults := validation.ValidateLimitRange(held); len(faults) > 0 {
			return nil, faults.ToAggregate()
		}
		stored := &corev1.LimitRange{}
		if err := v1.Convert_core_LimitRange_To_v1_LimitRange(held, stored, nil); err != nil {
			return nil, err
		}
		ranges = append(ranges, stored)
	}
	return ranges, nil
}

// buildAccountPlugin gives the plugin as it is in a cluster that has these accounts, and that of the pod.
func buildAccountPlugin(in cluster, account string) (*serviceaccount.Plugin, error) {
	client := fake.NewClientset()
	factory := informers.NewSharedInformerFactory(client, 0)
	plugin := serviceaccount.NewServiceAccount()
	plugin.SetExternalKubeClientSet(client)
	plugin.SetExternalKubeInformerFactory(factory)
	plugin.SetReadyFunc(func() bool { return true })
	index := factory.Core().V1().ServiceAccounts().Informer().GetIndexer()
	names := []string{"default", account}
	accounts := make([]corev1.ServiceAccount, 0, len(names)+len(in.ServiceAccounts))
	for _, name := range names {
		accounts = append(accounts, corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: name}})
	}
	for _, each := range append(accounts, in.ServiceAccounts...) {
		each.Namespace = in.Namespace
		if err := index.Add(&each); err != nil {
			return nil, err
		}
	}
	return plugin, plugin.ValidateInitialization()
}
