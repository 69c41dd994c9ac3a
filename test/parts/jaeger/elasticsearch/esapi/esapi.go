// Package esapi is the part of the Elasticsearch client that Jaeger names.
package esapi

import (
	"errors"
	"io"
	"net/http"
)

type Indices struct{}

func (*Indices) PutIndexTemplate(string, io.Reader) (*http.Response, error) {
	return nil, errors.New("this Jaeger was built for tests, without Elasticsearch")
}
