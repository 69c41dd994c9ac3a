// Command rules says whether Kubernetes takes a pod, by the code of its API server. It reads questions as lines of JSON
// from standard input, and writes an answer to each as a line, in the same order.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
)

func main() {
	if err := answerAll(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func answerAll() error {
	configure()
	pending := make(chan chan []byte, 4*runtime.NumCPU())
	slots := make(chan struct{}, runtime.NumCPU())
	read := make(chan error, 1)
	go func() {
		defer close(pending)
		lines := bufio.NewScanner(os.Stdin)
		lines.Buffer(nil, 16<<20)
		for lines.Scan() {
			line := append([]byte(nil), lines.Bytes()...)
			answer := make(chan []byte, 1)
			pending <- answer
			slots <- struct{}{}
			go func() {
				defer func() { <-slots }()
				answer <- answerLine(line)
			}()
		}
		read <- lines.Err()
	}()
	out := bufio.NewWriter(os.Stdout)
	for answer := range pending {
		if _, err := out.Write(append(<-answer, '\n')); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return <-read
}

func answerLine(line []byte) []byte {
	var asked question
	answered := answer{}
	if err := json.Unmarshal(line, &asked); err != nil {
		answered.Refusals = []string{fmt.Sprintf("question: %v", err)}
	} else {
		answered = admit(asked)
	}
	text, err := json.Marshal(answered)
	if err != nil {
		text, _ = json.Marshal(answer{Refusals: []string{fmt.Sprintf("answer: %v", err)}})
	}
	return text
}
