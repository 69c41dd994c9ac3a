// Command argocd does what Argo CD does with our examples, by the libraries that it uses itself. It reads one question as
// JSON from standard input, and writes the answer to standard output.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	// Its module holds the definition of ApplicationSet, which is copied from there.
	_ "github.com/argoproj/argo-cd/v3/resource_customizations"
)

type question struct {
	// A template is played for each set of parameters.
	Template   any              `json:"template"`
	Parameters []map[string]any `json:"parameters"`
	Options    []string         `json:"options"`
	// A script judges each object.
	Script  string `json:"script"`
	Objects []any  `json:"objects"`
	// An instance is held against a schema.
	Schema   map[string]any `json:"schema"`
	Instance any            `json:"instance"`
}

type answer struct {
	Rendered []rendered `json:"rendered,omitempty"`
	Judged   []health   `json:"judged,omitempty"`
	Problems []string   `json:"problems"`
}

func main() {
	var asked question
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		fmt.Fprintln(os.Stderr, "question:", err)
		os.Exit(1)
	}
	given := answer{Problems: []string{}}
	for _, parameters := range asked.Parameters {
		given.Rendered = append(given.Rendered, play(asked.Template, parameters, asked.Options))
	}
	for _, object := range asked.Objects {
		given.Judged = append(given.Judged, judge(asked.Script, object))
	}
	if asked.Schema != nil {
		given.Problems = check(asked.Schema, asked.Instance)
	}
	if err := json.NewEncoder(os.Stdout).Encode(given); err != nil {
		fmt.Fprintln(os.Stderr, "answer:", err)
		os.Exit(1)
	}
}
