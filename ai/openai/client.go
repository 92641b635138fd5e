// Package openai asks a service that speaks OpenAI's protocol.
package openai

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/sashabaranov/go-openai"

	"dealdesk/ai"
)

// Settings of a Client.
type Settings struct {
	BaseURL string // https://api.example.com/v1
	Model   string
	Key     string
	Mode    ai.Mode
}

// Client is an ai.Model.
type Client struct {
	Settings
	api  *openai.Client
	http *http.Client
	mode atomic.Int32 // place in modes that is tried next
	// modes are tried in this order while the service refuses them.
	modes []ai.Mode
}

// The most that an answer may have, in tokens and in bytes. A model that thinks first needs room.
const (
	maxTokens = 4000
	maxBytes  = 1 << 20
)

// New returns a client. It follows no redirects: they could take the key elsewhere.
func New(s Settings) *Client {
	c := &Client{Settings: s, modes: []ai.Mode{s.Mode}}
	if s.Mode == ai.Auto {
		c.modes = []ai.Mode{ai.JSONSchema, ai.Tools, ai.JSONObject}
	}
	t := http.DefaultTransport.(*http.Transport).Clone()
	c.http = &http.Client{Transport: short{t},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	config := openai.DefaultConfig(s.Key)
	config.BaseURL, config.HTTPClient = s.BaseURL, c.http
	c.api = openai.NewClientWithConfig(config)
	return c
}

// Close ends idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// short cuts what a service sends.
type short struct{ *http.Transport }

func (s short) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := s.Transport.RoundTrip(r)
	if err == nil {
		res.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(res.Body, maxBytes), res.Body}
	}
	return res, err
}

// Fill implements ai.Model. A mode that the service does not know is not tried again.
func (c *Client) Fill(ctx context.Context, f ai.Form) (string, error) {
	for {
		at := c.mode.Load()
		answer, err := c.fill(ctx, f, c.modes[at])
		var trouble *ai.Trouble
		if errors.As(err, &trouble) && (trouble.Status == http.StatusBadRequest || trouble.Status == http.StatusUnprocessableEntity) &&
			int(at) < len(c.modes)-1 {
			c.mode.CompareAndSwap(at, at+1)
			continue
		}
		return answer, err
	}
}

func (c *Client) fill(ctx context.Context, f ai.Form, mode ai.Mode) (string, error) {
	res, err := c.api.CreateChatCompletion(ctx, c.request(f, mode))
	if err != nil {
		return "", trouble(err)
	}
	if len(res.Choices) == 0 { // comes without an error
		return "", nil
	}
	said := res.Choices[0].Message
	for _, call := range said.ToolCalls {
		if call.Function.Name == f.Name {
			return call.Function.Arguments, nil
		}
	}
	return said.Content, nil
}

func (c *Client) request(f ai.Form, mode ai.Mode) openai.ChatCompletionRequest {
	r := openai.ChatCompletionRequest{Model: c.Model}
	for _, m := range f.Messages() {
		r.Messages = append(r.Messages, openai.ChatCompletionMessage{Role: m.Role, Content: m.Text})
	}
	if reasons(c.Model) {
		r.MaxCompletionTokens = maxTokens
	} else {
		r.MaxTokens, r.Temperature = maxTokens, leastTemperature //nolint:staticcheck // many services know only the old name
	}
	switch mode {
	case ai.Tools:
		r.Tools = []openai.Tool{{Type: openai.ToolTypeFunction,
			Function: &openai.FunctionDefinition{Name: f.Name, Strict: true, Parameters: f.Schema()}}}
		r.ToolChoice = openai.ToolChoice{Type: openai.ToolTypeFunction, Function: openai.ToolFunction{Name: f.Name}}
	case ai.JSONObject:
		r.ResponseFormat = &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONObject}
	default:
		r.ResponseFormat = &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: f.Name, Strict: true, Schema: f.Schema()}}
	}
	return r
}

// leastTemperature is 0; the library leaves 0 itself out.
const leastTemperature = 1e-6

// reasons reports whether a model thinks first. Such models refuse a temperature and the old name
// of the limit.
func reasons(model string) bool {
	model = model[strings.LastIndex(model, "/")+1:]
	for _, series := range []string{"gpt-5", "o1", "o3", "o4"} {
		if strings.HasPrefix(model, series) {
			return true
		}
	}
	return false
}

// trouble says what went wrong, without what the service said.
func trouble(err error) *ai.Trouble {
	var api *openai.APIError
	var request *openai.RequestError
	var syntax *json.SyntaxError
	var wrongType *json.UnmarshalTypeError
	var timeout net.Error
	switch {
	case errors.Is(err, context.Canceled):
		return &ai.Trouble{Kind: ai.Stopped}
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return &ai.Trouble{Kind: ai.Late}
	case errors.As(err, &request):
		return status(request.HTTPStatusCode)
	case errors.As(err, &api) && api.HTTPStatusCode != 0:
		return status(api.HTTPStatusCode)
	case errors.As(err, &syntax), errors.As(err, &wrongType), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return &ai.Trouble{Kind: ai.Garbled}
	}
	return &ai.Trouble{Kind: ai.Unreachable}
}

func status(code int) *ai.Trouble {
	kind := ai.Failed
	switch code {
	case http.StatusUnauthorized, http.StatusForbidden:
		kind = ai.Refused
	case http.StatusNotFound:
		kind = ai.Unknown
	case http.StatusTooManyRequests, http.StatusPaymentRequired:
		kind = ai.Busy
	}
	return &ai.Trouble{Kind: kind, Status: code}
}
