package fakemodel

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// wire is all that a request may have.
type wire struct {
	Model               string    `json:"model"`
	Messages            []Message `json:"messages"`
	MaxTokens           int       `json:"max_tokens"`
	MaxCompletionTokens int       `json:"max_completion_tokens"`
	Temperature         *float64  `json:"temperature"`
	Stream              bool      `json:"stream"`
	ResponseFormat      *struct {
		Type   string  `json:"type"`
		Schema *called `json:"json_schema"`
	} `json:"response_format"`
	Tools []struct {
		Type     string  `json:"type"`
		Function *called `json:"function"`
	} `json:"tools"`
	ToolChoice *struct {
		Type     string `json:"type"`
		Function struct {
			Name string `json:"name"`
		} `json:"function"`
	} `json:"tool_choice"`
}

// called is a schema or a function.
type called struct {
	Name       string  `json:"name"`
	Strict     bool    `json:"strict"`
	Schema     *schema `json:"schema"`
	Parameters *schema `json:"parameters"`
}

type schema struct {
	Type       string `json:"type"`
	Properties map[string]struct {
		Type        string   `json:"type"`
		Description string   `json:"description"`
		Enum        []string `json:"enum"`
	} `json:"properties"`
	Required   []string `json:"required"`
	Additional *bool    `json:"additionalProperties"`
}

// read reads a request as strictly as the strictest service.
func read(r *http.Request, body []byte) (asked Request, status int, err error) {
	if r.Method != http.MethodPost || r.URL.Path != "/v1/chat/completions" {
		return asked, http.StatusNotFound, fmt.Errorf("%s %s is unknown", r.Method, r.URL.Path)
	}
	var q wire
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&q); err != nil {
		return asked, http.StatusBadRequest, err
	}
	thinks := strings.HasPrefix(q.Model, "gpt-5")
	switch {
	case q.Model != Model && !thinks:
		return asked, http.StatusNotFound, fmt.Errorf("the model %q does not exist", q.Model)
	case q.Stream, q.MaxTokens == 0 && q.MaxCompletionTokens == 0, q.MaxTokens != 0 && q.MaxCompletionTokens != 0:
		return asked, http.StatusBadRequest, fmt.Errorf("a stream, or no limit")
	case thinks && (q.Temperature != nil || q.MaxTokens != 0):
		return asked, http.StatusBadRequest, fmt.Errorf("temperature and max_tokens are not supported with this model")
	case len(q.Messages) < 2 || q.Messages[0].Role != "system" || q.Messages[len(q.Messages)-1].Role != "user":
		return asked, http.StatusBadRequest, fmt.Errorf("the messages are in no order")
	}
	asked.Messages = q.Messages
	if !json.Valid([]byte(asked.Data())) {
		return asked, http.StatusBadRequest, fmt.Errorf("the data is no JSON")
	}
	if err := q.shape(&asked); err != nil {
		return asked, http.StatusBadRequest, err
	}
	return asked, 0, nil
}

// shape reads in which way the fields are told.
func (q wire) shape(asked *Request) error {
	var s *schema
	switch f := q.ResponseFormat; {
	case f == nil && len(q.Tools) == 1 && q.Tools[0].Function != nil && q.ToolChoice != nil &&
		q.ToolChoice.Function.Name == q.Tools[0].Function.Name:
		asked.Mode, asked.call, s = "tools", q.ToolChoice.Function.Name, q.Tools[0].Function.Parameters
	case f != nil && f.Type == "json_object" && len(q.Tools) == 0:
		asked.Mode = "json_object"
		if !strings.Contains(asked.Text(), "JSON") {
			return fmt.Errorf("the messages must contain the word json")
		}
		return nil
	case f != nil && f.Type == "json_schema" && f.Schema != nil && f.Schema.Name != "" && f.Schema.Strict && len(q.Tools) == 0:
		asked.Mode, s = "json_schema", f.Schema.Schema
	default:
		return fmt.Errorf("neither a schema nor a function")
	}
	if s == nil || s.Type != "object" || s.Additional == nil || *s.Additional || len(s.Properties) == 0 {
		return fmt.Errorf("no strict schema")
	}
	asked.Fields = slices.Sorted(maps.Keys(s.Properties))
	if !slices.Equal(asked.Fields, slices.Sorted(slices.Values(s.Required))) {
		return fmt.Errorf("every property must be required")
	}
	for name, p := range s.Properties {
		if p.Type != "string" || p.Enum != nil && len(p.Enum) == 0 {
			return fmt.Errorf("%s is no string", name)
		}
	}
	return nil
}
