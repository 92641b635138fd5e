package fakeslack

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// method describes one Web API method.
type method struct {
	app   bool   // needs the app-level token
	scope string // required scope; empty means none, or one that run checks
	tier  int    // calls per minute (Slack's tiers 1 to 4 are 1, 20, 50 and 100); 0 means no tier
	run   func(*Server, *call) (obj, error)
}

var methods = map[string]method{
	"auth.test":                    {run: (*Server).authTest},
	"apps.connections.open":        {app: true, tier: 1, run: (*Server).connectionsOpen},
	"bots.info":                    {scope: "users:read", tier: 50, run: (*Server).botsInfo},
	"team.info":                    {scope: "team:read", tier: 50, run: (*Server).teamInfo},
	"users.info":                   {scope: "users:read", tier: 100, run: (*Server).usersInfo},
	"users.list":                   {scope: "users:read", tier: 20, run: (*Server).usersList},
	"chat.postMessage":             {scope: "chat:write", run: (*Server).chatPostMessage},
	"chat.postEphemeral":           {scope: "chat:write", tier: 100, run: (*Server).chatPostEphemeral},
	"chat.update":                  {scope: "chat:write", tier: 50, run: (*Server).chatUpdate},
	"chat.delete":                  {scope: "chat:write", tier: 50, run: (*Server).chatDelete},
	"chat.getPermalink":            {run: (*Server).chatGetPermalink},
	"conversations.history":        {tier: 50, run: (*Server).conversationsHistory},
	"conversations.replies":        {tier: 50, run: (*Server).conversationsReplies},
	"conversations.info":           {tier: 50, run: (*Server).conversationsInfo},
	"conversations.list":           {tier: 20, run: (*Server).conversationsList},
	"conversations.members":        {tier: 100, run: (*Server).conversationsMembers},
	"conversations.open":           {scope: "im:write", tier: 50, run: (*Server).conversationsOpen},
	"reactions.add":                {scope: "reactions:write", tier: 50, run: (*Server).reactionsAdd},
	"views.open":                   {tier: 100, run: (*Server).viewsOpen},
	"views.push":                   {tier: 100, run: (*Server).viewsPush},
	"views.update":                 {tier: 100, run: (*Server).viewsUpdate},
	"views.publish":                {tier: 100, run: (*Server).viewsPublish},
	"files.getUploadURLExternal":   {scope: "files:write", tier: 100, run: (*Server).filesGetUploadURL},
	"files.completeUploadExternal": {scope: "files:write", tier: 100, run: (*Server).filesComplete},
}

// refusal is an error of the Web API.
type refusal struct {
	code     string
	messages []string // response_metadata.messages
	extra    obj
}

func (r *refusal) Error() string {
	return strings.Join(append([]string{r.code}, r.messages...), "; ")
}

func refuse(code string, messages ...string) error { return &refusal{code: code, messages: messages} }

// call is one request to the Web API.
type call struct {
	Call
	args map[string]any // strings, or JSON values from a JSON body
}

func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	c := &call{}
	c.Method = r.PathValue("method")
	token, bad := c.read(r)

	s.mu.Lock()
	c.At = s.opt.Now()
	status, retry, answer := s.answer(c, token, bad)
	lost := status == http.StatusOK && s.st.Faults.takeLost(c.Method)
	if c.Status = status; lost {
		c.Status = 0
	}
	body := mustJSON(answer) // needs the lock: it refers to the state
	s.recordCall(c, body)
	s.notify()
	scopes := strings.Join(s.opt.Scopes, ",")
	s.mu.Unlock()

	if lost {
		// The call took effect; only the answer is lost.
		panic(http.ErrAbortHandler)
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("X-OAuth-Scopes", scopes)
	if m := methods[c.Method]; m.scope != "" {
		h.Set("X-Accepted-OAuth-Scopes", m.scope)
	}
	if retry > 0 {
		h.Set("Retry-After", strconv.Itoa(retry))
	}
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

const maxRecordedAnswer = 16 << 10 // bytes

// recordCall records a call, with its answer if there is a page to show it.
func (s *Server) recordCall(c *call, answer json.RawMessage) {
	if s.playground != nil && len(answer) <= maxRecordedAnswer {
		c.Answer = answer
	}
	s.st.Calls.add(&c.Call)
}

// answer handles the call and returns the HTTP status, seconds of Retry-After and body.
// The lock must be held.
func (s *Server) answer(c *call, token string, bad error) (int, int, obj) {
	m, known := methods[c.Method]
	out, err := func() (obj, error) {
		if !known {
			return nil, refuse("unknown_method")
		}
		if bad != nil {
			return nil, bad
		}
		if err := s.authorise(m, token); err != nil {
			return nil, err
		}
		if code := s.st.Faults.refused(c.Method); code != "" {
			return nil, refuse(code)
		}
		if wait := s.rateLimited(m, c); wait > 0 {
			return nil, &refusal{code: "ratelimited", extra: obj{"retry": wait}}
		}
		return m.run(s, c)
	}()
	if err == nil {
		if out == nil {
			out = obj{}
		}
		out["ok"] = true
		return http.StatusOK, 0, out
	}
	r, ok := errors.AsType[*refusal](err)
	if !ok {
		r = &refusal{code: "fatal_error", messages: []string{err.Error()}}
	}
	c.Error = r.code
	out = obj{"ok": false, "error": r.code}
	if len(r.messages) > 0 {
		out["response_metadata"] = obj{"messages": r.messages}
	}
	if wait, ok := r.extra["retry"].(int); ok {
		return http.StatusTooManyRequests, wait, out
	}
	for k, v := range r.extra {
		out[k] = v
	}
	return http.StatusOK, 0, out
}

func (s *Server) authorise(m method, token string) error {
	switch token {
	case "":
		return refuse("not_authed")
	case s.opt.BotToken:
		if m.app {
			return refuse("not_allowed_token_type")
		}
		return s.requireScope(m.scope)
	case s.opt.AppToken:
		if !m.app {
			return refuse("not_allowed_token_type")
		}
		return nil
	}
	return refuse("invalid_auth")
}

// requireScope returns a refusal if the bot token lacks the scope.
func (s *Server) requireScope(scope string) error {
	if scope == "" || slices.Contains(s.opt.Scopes, scope) {
		return nil
	}
	return &refusal{code: "missing_scope", extra: obj{"needed": scope, "provided": strings.Join(s.opt.Scopes, ",")}}
}

// read takes the token and the arguments from wherever Slack allows them.
func (c *call) read(r *http.Request) (token string, err error) {
	c.args = map[string]any{}
	c.Args = map[string]string{}
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return "", refuse("request_timeout")
	}
	token = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case r.Method == http.MethodGet:
	case kind == "application/json":
		if len(bytes.TrimSpace(body)) == 0 {
			break
		}
		d := json.NewDecoder(bytes.NewReader(body))
		d.UseNumber()
		var v any
		if d.Decode(&v) != nil {
			return token, refuse("invalid_json")
		}
		o, ok := v.(map[string]any)
		if !ok {
			return token, refuse("json_not_object")
		}
		delete(o, "token") // Slack ignores a token in a JSON body
		c.args = o
	case kind == "application/x-www-form-urlencoded" || kind == "multipart/form-data":
		r.Body = io.NopCloser(bytes.NewReader(body))
		if kind == "multipart/form-data" {
			err = r.ParseMultipartForm(1 << 20)
		} else {
			err = r.ParseForm()
		}
		if err != nil {
			return token, refuse("invalid_form_data")
		}
		for k, v := range r.PostForm {
			c.args[k] = v[0]
		}
	case kind == "" && len(body) > 0:
		return token, refuse("missing_post_type")
	case kind != "":
		return token, refuse("invalid_post_type")
	}
	for k, v := range r.URL.Query() {
		c.args[k] = v[0]
	}
	if t, ok := c.args["token"].(string); ok {
		if token == "" {
			token = t
		}
		delete(c.args, "token")
	}
	for k := range c.args {
		c.Args[k] = c.str(k)
	}
	return token, nil
}

// str returns an argument as text, an object or list as JSON.
func (c *call) str(name string) string {
	switch v := c.args[name].(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	default:
		b, _ := json.Marshal(v) // came from JSON
		return string(b)
	}
}

func (c *call) flag(name string) bool {
	v := c.str(name)
	return v == "true" || v == "1"
}

func (c *call) must(names ...string) error {
	for _, n := range names {
		if c.str(n) == "" {
			return refuse("invalid_arguments", "[ERROR] missing required field: "+n)
		}
	}
	return nil
}

// decode returns an argument that is JSON, sent as a string or a value; nil if absent.
func (c *call) decode(name string) (any, error) {
	v, ok := c.args[name]
	if !ok || v == nil {
		return nil, nil
	}
	text, ok := v.(string)
	if !ok {
		return v, nil
	}
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	return decodeJSON([]byte(text))
}

func decodeJSON(b []byte) (v any, err error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err = d.Decode(&v); err == nil && d.More() {
		err = io.ErrUnexpectedEOF
	}
	return v, err
}

func mustJSON(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // only our own values
	}
	return b
}
