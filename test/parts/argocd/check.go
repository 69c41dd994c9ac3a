package main

import (
	"errors"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// check says what an API server would refuse of an instance, or drop from it.
func check(schema map[string]any, instance any) []string {
	closeSchema(schema)
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", schema); err != nil {
		return []string{err.Error()}
	}
	compiled, err := compiler.Compile("schema.json")
	if err != nil {
		return []string{err.Error()}
	}
	err = compiled.Validate(instance)
	if err == nil {
		return []string{}
	}
	var failed *jsonschema.ValidationError
	if errors.As(err, &failed) {
		return strings.Split(failed.Error(), "\n")[1:]
	}
	return []string{err.Error()}
}

// closeSchema refuses fields that a structural schema does not know, which an API server drops without a word.
func closeSchema(schema map[string]any) {
	properties, _ := schema["properties"].(map[string]any)
	_, keeps := schema["x-kubernetes-preserve-unknown-fields"]
	if properties != nil && !keeps && schema["additionalProperties"] == nil {
		schema["additionalProperties"] = false
	}
	for _, property := range properties {
		closeSchema(property.(map[string]any))
	}
	for _, name := range []string{"items", "additionalProperties"} {
		if below, isSchema := schema[name].(map[string]any); isSchema {
			closeSchema(below)
		}
	}
}
