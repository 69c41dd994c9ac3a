package main

import (
	"bytes"
	"text/template"

	"github.com/Masterminds/sprig/v3"
)

type rendered struct {
	Value any    `json:"value"`
	Error string `json:"error"`
}

// play replaces the expressions in every text of a value, as applicationset/utils does with goTemplate.
func play(value any, parameters map[string]any, options []string) rendered {
	labelsAreTexts(parameters)
	replaced, err := replaceAll(value, parameters, options)
	if err != nil {
		return rendered{Error: err.Error()}
	}
	return rendered{Value: replaced}
}

// Labels and annotations are maps of texts there: one that is absent is an empty text.
func labelsAreTexts(parameters map[string]any) {
	metadata, _ := parameters["metadata"].(map[string]any)
	for key, value := range metadata {
		texts := map[string]string{}
		for name, text := range value.(map[string]any) {
			texts[name] = text.(string)
		}
		metadata[key] = texts
	}
}

func replaceAll(value any, parameters map[string]any, options []string) (any, error) {
	switch value := value.(type) {
	case string:
		return replace(value, parameters, options)
	case []any:
		items := make([]any, len(value))
		for index, item := range value {
			replaced, err := replaceAll(item, parameters, options)
			if err != nil {
				return nil, err
			}
			items[index] = replaced
		}
		return items, nil
	case map[string]any:
		fields := map[string]any{}
		for key, field := range value {
			replaced, err := replaceAll(field, parameters, options)
			if err != nil {
				return nil, err
			}
			fields[key] = replaced
		}
		return fields, nil
	default:
		return value, nil
	}
}

func functions() template.FuncMap {
	all := sprig.GenericFuncMap()
	for _, name := range []string{"env", "expandenv", "getHostByName"} {
		delete(all, name)
	}
	return all
}

func replace(text string, parameters map[string]any, options []string) (string, error) {
	parsed, err := template.New("").Funcs(functions()).Option(options...).Parse(text)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	if err := parsed.Execute(&out, parameters); err != nil {
		return "", err
	}
	return out.String(), nil
}
