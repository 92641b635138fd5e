package bot

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"dealdesk/chat"
)

// deliverTimeout limits the delivery of an answer.
const deliverTimeout = 2 * time.Minute

// responseMessage is a message in an acknowledgement or for a response_url. It never sets
// parse or link_names (rule 7).
type responseMessage struct {
	Type        string        `json:"response_type,omitempty"`
	Replace     bool          `json:"replace_original,omitempty"`
	Thread      string        `json:"thread_ts,omitempty"`
	Text        string        `json:"text"`
	Blocks      []slack.Block `json:"blocks,omitempty"`
	UnfurlLinks bool          `json:"unfurl_links"`
	UnfurlMedia bool          `json:"unfurl_media"`
}

func ephemeralResponse(p payload) responseMessage {
	return responseMessage{Type: slack.ResponseTypeEphemeral, Text: p.Text, Blocks: p.Blocks}
}

// ackAnswer splits a reply into the part for the acknowledgement and the rest.
func (b *Bot) ackAnswer(in *incoming, reply chat.Reply, room int) ([]byte, chat.Reply) {
	if room == 0 {
		return nil, reply
	}
	rest := reply
	var answer any
	switch {
	case in.Kind == chat.Options:
		list := options(reply.Options)
		if list == nil {
			list = []*slack.OptionBlockObject{} // Slack does not accept null, nor an answer without a list
		}
		return encode(map[string]any{"options": list}), chat.Reply{}
	case in.Kind == chat.Submit && len(reply.Errors) > 0 && len(in.inputs) > 0:
		return encode(slack.NewErrorsViewSubmissionResponse(in.beside(reply.Errors))), chat.Reply{}
	case in.Kind == chat.Submit && reply.Modal != nil:
		form := renderModal(*reply.Modal, in.Where)
		respond := slack.NewPushViewSubmissionResponse
		if in.depth >= 3 { // the stack is full
			respond = slack.NewUpdateViewSubmissionResponse
		}
		answer, rest.Modal = respond(&form), nil
	case in.Kind == chat.Submit && reply.Message != nil && (in.depth > 1 || in.Where.Channel == ""):
		page := renderModal(b.page(in, reply), in.Where)
		answer, rest.Message = slack.NewUpdateViewSubmissionResponse(&page), nil
	case in.Kind == chat.Slash && reply.Message != nil:
		message := render(*reply.Message)
		if message.hasRichBlocks { // Slack reports no refused blocks here: the answer would be lost
			return nil, reply
		}
		answer, rest.Message = ephemeralResponse(message), nil
	default:
		return nil, reply
	}
	if body := encode(answer); len(body) <= room {
		return body, rest
	}
	return nil, reply
}

// beside puts each error beside a field of the form: what concerns the whole form, or a field that it
// does not have, beside the first. Slack shows no other, and the form would close with all that was typed.
func (in *incoming) beside(errors map[string]string) map[string]string {
	shown := map[string]string{}
	for _, field := range slices.Sorted(maps.Keys(errors)) {
		at := field
		if !slices.Contains(in.inputs, field) {
			at = in.inputs[0]
		}
		shown[at] = strings.TrimSpace(shown[at] + " " + errors[field])
	}
	return shown
}

// encode returns v as JSON. It cannot fail for our own types.
func encode(v any) []byte {
	body, _ := json.Marshal(v)
	return body
}

// stillWorking is the acknowledgement of a request whose answer is not ready. For a
// command it says that the outcome is not certain yet (P4).
func (b *Bot) stillWorking(kind chat.Kind, user string, room int) []byte {
	if kind != chat.Slash || room == 0 {
		return nil
	}
	words := b.printer(b.answerCtx, b.people.cached(user)).Say("bot.still_working")
	return encode(ephemeralResponse(payload{Text: string(words)}))
}

// formWords says why a form is offered by a button, and which fields it needs.
func (b *Bot) formWords(ctx context.Context, in *incoming, words string, m chat.Modal) chat.Safe {
	p := b.printer(ctx, in.Who)
	var fields []chat.Safe
	for _, block := range m.Blocks {
		if f := block.Input; f != nil && !f.Optional && f.Initial == "" {
			fields = append(fields, chat.Escape(f.Label))
		}
	}
	if words != "bot.form_button" || len(fields) == 0 {
		return p.Say(words)
	}
	return p.Say("bot.form_missing", "Fields", p.List(fields, false))
}

// deliver sends the asker the parts of a reply that were not in the acknowledgement.
// Failures are logged and counted.
func (b *Bot) deliver(in *incoming, reply chat.Reply) {
	ctx, cancel := context.WithTimeout(b.answerCtx, deliverTimeout)
	defer cancel()
	if len(reply.Errors) > 0 && reply.Message == nil { // the form was already closed
		var lines []chat.Safe
		for _, field := range slices.Sorted(maps.Keys(reply.Errors)) {
			lines = append(lines, chat.Escape(reply.Errors[field]))
		}
		words := b.printer(ctx, in.Who).Say("bot.form_closed", "Errors", chat.Join("\n", lines...))
		reply.Message = &chat.Message{Text: words}
	}
	if m := reply.Modal; m != nil {
		words := "bot.form_button" // Slack opens no form for a typed message
		if in.trigger != "" {
			err := b.openForm(ctx, in, *m)
			b.countDelivery(in, err)
			if words = ""; err != nil {
				words = "bot.form_expired"
			}
		}
		if words != "" && reply.Message == nil {
			text := b.formWords(ctx, in, words, *m)
			again := chat.Button{Label: m.Title, Action: in.Name, Value: m.Value}
			reply.Message = &chat.Message{Text: text, Blocks: []chat.Block{chat.Para(text), {Buttons: []chat.Button{again}}}}
		}
	}
	if in.readsOver(reply) && b.openPage(ctx, in, reply) == nil {
		b.countDelivery(in, nil)
		return
	}
	if reply.Message != nil {
		b.countDelivery(in, b.answerAsker(ctx, in, reply))
	}
	if reply.File != nil {
		b.countDelivery(in, b.sendFile(ctx, in, *reply.File))
	}
}

func (b *Bot) countDelivery(in *incoming, err error) {
	if err == nil {
		b.metrics.answers.WithLabelValues("ok").Inc()
		return
	}
	b.metrics.answers.WithLabelValues("lost").Inc()
	b.log.Error("answer did not reach the asker", "request", in.ID, "route", in.Name, "error", err.Error())
}

// openForm opens a form on top of the current one.
func (b *Bot) openForm(ctx context.Context, in *incoming, m chat.Modal) error {
	return b.openView(ctx, in, renderModal(m, in.Where), in.depth >= 3)
}

// openView opens a view on top of the current one, or in its place.
func (b *Bot) openView(ctx context.Context, in *incoming, form slack.ModalViewRequest, inPlace bool) error {
	return b.call(ctx, "views.open", func(ctx context.Context) error {
		var err error
		switch {
		case inPlace:
			_, err = b.api.UpdateViewContext(ctx, form, "", "", in.Where.View)
		case in.depth > 0 && in.Kind == chat.Click:
			_, err = b.api.PushViewContext(ctx, in.trigger, form)
		default:
			_, err = b.api.OpenViewContext(ctx, in.trigger, form)
		}
		return err
	})
}

// answerAsker sends the message by the first way that works: the response_url, the
// channel where it was asked, or a direct message.
func (b *Bot) answerAsker(ctx context.Context, in *incoming, reply chat.Reply) error {
	message := render(*reply.Message)
	if in.responseURL != "" {
		err := b.respond(ctx, in, reply, message)
		if err == nil || classify(err) == unknown {
			return err
		}
	}
	at := in.Where
	if at.Channel != "" && at.Direct {
		if err := b.post(ctx, at.Channel, at.AnswerThread(), message); err == nil || classify(err) == unknown {
			return err
		}
	} else if at.Channel != "" {
		err := b.withFallback(message, func(p payload) error {
			return b.call(ctx, "chat.postEphemeral", func(ctx context.Context) error {
				_, err := b.api.PostEphemeralContext(ctx, at.Channel, in.Who.User, messageOptions(p, at.AnswerThread())...)
				return err
			})
		})
		if err == nil || classify(err) == unknown {
			return err
		}
	}
	channel, err := b.directChannel(ctx, in.Who.User)
	if err != nil {
		return err
	}
	return b.post(ctx, channel, "", message)
}

// post sends a message that is not in the outbox.
func (b *Bot) post(ctx context.Context, channel, thread string, message payload) error {
	return b.withFallback(message, func(p payload) error {
		return b.call(ctx, postMessage, func(ctx context.Context) error {
			if err := b.pace.waitAnswer(ctx, channel); err != nil {
				return err
			}
			_, _, err := b.api.PostMessageContext(ctx, channel, messageOptions(p, thread)...)
			return err
		})
	})
}

// messageOptions returns a message as slack-go options.
func messageOptions(p payload, thread string) []slack.MsgOption {
	all := []slack.MsgOption{slack.MsgOptionText(p.Text, false), slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl()}
	if len(p.Blocks) > 0 {
		all = append(all, slack.MsgOptionBlocks(p.Blocks...))
	}
	if thread != "" {
		all = append(all, slack.MsgOptionTS(thread))
	}
	return all
}

// withFallback sends a message, and again without rich blocks if Slack refuses them.
func (b *Bot) withFallback(p payload, send func(payload) error) error {
	err := send(p)
	if p.hasRichBlocks && errorCode(err) == "invalid_blocks" {
		return send(p.withoutRichBlocks())
	}
	return err
}

// respond answers through the response_url.
func (b *Bot) respond(ctx context.Context, in *incoming, reply chat.Reply, message payload) error {
	return b.withFallback(message, func(p payload) error {
		s := ephemeralResponse(p)
		if reply.Replace && in.onlyAsker {
			s.Type, s.Replace = "", true
		} else if in.Kind != chat.Slash {
			s.Thread = in.Where.AnswerThread()
		}
		return b.call(ctx, "response_url", func(ctx context.Context) error { return b.postResponse(ctx, in.responseURL, s) })
	})
}

// postResponse posts to a response_url. Its errors never contain the URL, a secret.
func (b *Bot) postResponse(ctx context.Context, address string, s responseMessage) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(encode(s)))
	if err != nil {
		return errNotSlack
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := b.client.Do(r)
	if err != nil {
		return withoutURL(err)
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(res.Body, 4096))
	if res.StatusCode == http.StatusTooManyRequests {
		after, _ := time.ParseDuration(res.Header.Get("Retry-After") + "s")
		return &slack.RateLimitedError{RetryAfter: after}
	}
	var said struct {
		OK    *bool  `json:"ok"`
		Error string `json:"error"`
	}
	if json.Unmarshal(body, &said) == nil && said.OK != nil && !*said.OK {
		return slack.SlackErrorResponse{Err: said.Error}
	}
	if text := strings.TrimSpace(string(body)); res.StatusCode == http.StatusBadRequest && text == "invalid_blocks" {
		return slack.SlackErrorResponse{Err: text}
	}
	if res.StatusCode != http.StatusOK {
		return slack.StatusCodeError{Code: res.StatusCode, Status: res.Status}
	}
	return nil
}

// call makes one Web API call. It waits for a Retry-After and repeats calls that were
// certainly not done, never those that may have been (rule 3).
func (b *Bot) call(ctx context.Context, method string, do func(context.Context) error) error {
	for tries := 1; ; tries++ {
		again, err := b.callOnce(ctx, method, tries, do)
		if !again {
			return err
		}
	}
}

// callOnce makes a call in its turn. again reports whether it was certainly not done and is
// worth repeating.
func (b *Bot) callOnce(ctx context.Context, method string, tries int, do func(context.Context) error) (again bool, err error) {
	leave, err := b.pace.enter(ctx, method)
	if err != nil {
		return false, err
	}
	defer leave()
	err = withoutURL(do(ctx))
	switch {
	case err == nil:
		return false, nil
	case classify(err) == limited:
		b.metrics.limited.WithLabelValues(method).Inc()
		b.pace.holdMethod(method, retryAfter(err))
		return true, nil
	case classify(err) == unsent && tries < 4 && !errors.Is(err, errNotSlack):
		b.pace.holdMethod(method, time.Duration(tries)*time.Second)
		return true, nil
	}
	return false, err
}

// directChannel returns the id of the direct message channel with user.
func (b *Bot) directChannel(ctx context.Context, user string) (string, error) {
	if channel, ok := b.directChannels.Load(user); ok {
		return channel.(string), nil
	}
	var channel string
	err := b.call(ctx, openDirect, func(ctx context.Context) error {
		c, _, _, err := b.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}})
		if err == nil {
			channel = c.ID
		}
		return err
	})
	if err == nil {
		b.directChannels.Store(user, channel)
	}
	return channel, err
}

// lookUp fetches the message that a reaction is about: the event only has its timestamp.
func (b *Bot) lookUp(ctx context.Context, about *chat.Said) error {
	var found []slack.Message
	err := b.call(ctx, "conversations.replies", func(ctx context.Context) error {
		var err error
		found, _, _, err = b.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: about.Channel, Timestamp: about.TS, Latest: about.TS, Oldest: about.TS, Inclusive: true, Limit: 2})
		return err
	})
	if err != nil {
		return err
	}
	for _, m := range found {
		if m.Timestamp == about.TS {
			about.Text, about.User, about.Thread = plainText(m.Text), cmp.Or(m.User, about.User), m.ThreadTimestamp
			return nil
		}
	}
	return errors.New("the message is gone")
}
