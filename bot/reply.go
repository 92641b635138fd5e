package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"dealdesk/chat"

	"github.com/slack-go/slack"
)

// deliverFor is how long an answer waits for Slack to take it.
const deliverFor = 2 * time.Minute

// spoken is a message in an acknowledgement or to a response_url. parse and link_names
// are never there (rule 7).
type spoken struct {
	Type        string        `json:"response_type,omitempty"`
	Replace     bool          `json:"replace_original,omitempty"`
	Thread      string        `json:"thread_ts,omitempty"`
	Text        string        `json:"text"`
	Blocks      []slack.Block `json:"blocks,omitempty"`
	UnfurlLinks bool          `json:"unfurl_links"`
	UnfurlMedia bool          `json:"unfurl_media"`
}

func speak(p payload) spoken {
	return spoken{Type: slack.ResponseTypeEphemeral, Text: p.Text, Blocks: p.Blocks}
}

// inAck is what of a reply goes into the acknowledgement, and the rest that does not.
func (b *Bot) inAck(h *heard, reply chat.Reply, room int) ([]byte, chat.Reply) {
	if room == 0 {
		return nil, reply
	}
	rest := reply
	var answer any
	switch {
	case h.Kind == chat.Options:
		list := options(reply.Options)
		if list == nil {
			list = []*slack.OptionBlockObject{} // null is not a list to Slack
		}
		return encode(slack.OptionsResponse{Options: list}), chat.Reply{}
	case h.Kind == chat.Submit && len(reply.Errors) > 0:
		return encode(slack.NewErrorsViewSubmissionResponse(reply.Errors)), chat.Reply{}
	case h.Kind == chat.Submit && reply.Modal != nil:
		form := renderModal(*reply.Modal, h.Where)
		respond := slack.NewPushViewSubmissionResponse
		if h.depth >= 3 { // as many as Slack stacks
			respond = slack.NewUpdateViewSubmissionResponse
		}
		answer, rest.Modal = respond(&form), nil
	case h.Kind == chat.Slash && reply.Message != nil:
		message := render(*reply.Message)
		if message.rich { // a refused block would be a lost answer: nobody tells us here
			return nil, reply
		}
		answer, rest.Message = speak(message), nil
	default:
		return nil, reply
	}
	if body := encode(answer); len(body) <= room {
		return body, rest
	}
	return nil, reply
}

// encode cannot fail on our own types.
func encode(v any) []byte {
	body, _ := json.Marshal(v)
	return body
}

// stillWorking acknowledges a request whose answer is not ready. A command's person is
// told that it is not certain yet (P4); elsewhere Slack shows nothing.
func (b *Bot) stillWorking(kind chat.Kind, user string, room int) []byte {
	if kind != chat.Slash || room == 0 {
		return nil
	}
	words := b.printer(b.work, b.people.remembered(user)).Say("bot.still_working")
	return encode(speak(payload{Text: string(words)}))
}

// deliver brings the asker what did not fit into the acknowledgement. It never gives up
// silently: what cannot be delivered is logged and counted.
func (b *Bot) deliver(h *heard, reply chat.Reply) {
	ctx, cancel := context.WithTimeout(b.work, deliverFor)
	defer cancel()
	if reply.Home != nil {
		home := renderHome(*reply.Home)
		b.delivered(h, b.call(ctx, "views.publish", func(ctx context.Context) error {
			_, err := b.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: h.Who.User, View: home})
			return err
		}))
	}
	if len(reply.Errors) > 0 && reply.Message == nil { // the form is closed by now
		var lines []chat.Safe
		for _, field := range slices.Sorted(maps.Keys(reply.Errors)) {
			lines = append(lines, chat.Escape(reply.Errors[field]))
		}
		words := b.printer(ctx, h.Who).Say("bot.form_closed", "Errors", chat.Join("\n", lines...))
		reply.Message = &chat.Message{Text: words}
	}
	if m := reply.Modal; m != nil {
		words := "bot.form_button" // Slack opens no form for words in a message
		if h.trigger != "" {
			err := b.open(ctx, h, *m)
			b.delivered(h, err)
			if words = ""; err != nil {
				words = "bot.form_expired"
			}
		}
		if words != "" && reply.Message == nil {
			text := b.printer(ctx, h.Who).Say(words)
			reply.Message = &chat.Message{Text: text, Blocks: []chat.Block{chat.Para(text), {Buttons: []chat.Button{{Label: m.Title, Action: h.Name, Value: m.Value}}}}}
		}
	}
	if reply.Message != nil {
		b.delivered(h, b.tell(ctx, h, reply))
	}
}

func (b *Bot) delivered(h *heard, err error) {
	if err == nil {
		b.metrics.answers.WithLabelValues("ok").Inc()
		return
	}
	b.metrics.answers.WithLabelValues("lost").Inc()
	b.log.Error("an answer did not reach its asker", "request", h.ID, "route", h.Name, "error", err.Error())
}

// open shows a form, on top of the one the asker is in.
func (b *Bot) open(ctx context.Context, h *heard, m chat.Modal) error {
	form := renderModal(m, h.Where)
	return b.call(ctx, "views.open", func(ctx context.Context) error {
		var err error
		switch {
		case h.depth >= 3:
			_, err = b.api.UpdateViewContext(ctx, form, "", "", h.Where.View)
		case h.depth > 0 && h.Kind == chat.Click:
			_, err = b.api.PushViewContext(ctx, h.trigger, form)
		default:
			_, err = b.api.OpenViewContext(ctx, h.trigger, form)
		}
		return err
	})
}

// tell brings a message to the asker by the best way there is: the response_url, the
// place where they asked, or their direct messages.
func (b *Bot) tell(ctx context.Context, h *heard, reply chat.Reply) error {
	message := render(*reply.Message)
	if h.responseURL != "" {
		err := b.respond(ctx, h, reply, message)
		if err == nil || fateOf(err) == unknown {
			return err
		}
	}
	at := h.Where
	if at.Channel != "" && at.Direct {
		if err := b.post(ctx, at.Channel, at.Thread, message); err == nil || fateOf(err) == unknown {
			return err
		}
	} else if at.Channel != "" {
		err := b.plainly(message, func(p payload) error {
			return b.call(ctx, "chat.postEphemeral", func(ctx context.Context) error {
				_, err := b.api.PostEphemeralContext(ctx, at.Channel, h.Who.User, spell(p, at.Thread)...)
				return err
			})
		})
		if err == nil || fateOf(err) == unknown {
			return err
		}
	}
	channel, err := b.directChannel(ctx, h.Who.User)
	if err != nil {
		return err
	}
	return b.post(ctx, channel, "", message)
}

// post says something in a channel without keeping it as a Post.
func (b *Bot) post(ctx context.Context, channel, thread string, message payload) error {
	return b.plainly(message, func(p payload) error {
		return b.call(ctx, postMessage, func(ctx context.Context) error {
			if err := b.pace.answer(ctx, channel); err != nil {
				return err
			}
			_, _, err := b.api.PostMessageContext(ctx, channel, spell(p, thread)...)
			return err
		})
	})
}

// spell is a message as options of slack-go.
func spell(p payload, thread string) []slack.MsgOption {
	all := []slack.MsgOption{slack.MsgOptionText(p.Text, false), slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl()}
	if len(p.Blocks) > 0 {
		all = append(all, slack.MsgOptionBlocks(p.Blocks...))
	}
	if thread != "" {
		all = append(all, slack.MsgOptionTS(thread))
	}
	return all
}

// plainly sends a message, once more without the blocks that a workspace may refuse.
func (b *Bot) plainly(p payload, send func(payload) error) error {
	err := send(p)
	if p.rich && reason(err) == "invalid_blocks" {
		return send(p.plainer())
	}
	return err
}

// respond uses the response_url.
func (b *Bot) respond(ctx context.Context, h *heard, reply chat.Reply, message payload) error {
	return b.plainly(message, func(p payload) error {
		s := speak(p)
		if reply.Replace && h.alone {
			s.Type, s.Replace = "", true
		} else if h.Kind != chat.Slash {
			s.Thread = h.Where.Thread
		}
		return b.call(ctx, "response_url", func(ctx context.Context) error { return b.postTo(ctx, h.responseURL, s) })
	})
}

// postTo posts to a response_url. Its errors never hold the address, which is a secret.
func (b *Bot) postTo(ctx context.Context, address string, s spoken) error {
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

// call makes one Web API call when Slack takes it. It waits out a Retry-After and tries
// again what surely was not done; never what may have been (rule 3).
func (b *Bot) call(ctx context.Context, method string, do func(context.Context) error) error {
	for tries := 1; ; tries++ {
		if err := b.pace.method(ctx, method); err != nil {
			return err
		}
		err := withoutURL(do(ctx))
		switch {
		case err == nil:
			return nil
		case fateOf(err) == limited:
			b.metrics.limited.WithLabelValues(method).Inc()
			b.pace.hold(method, patience(err))
		case fateOf(err) == unsent && tries < 4 && !errors.Is(err, errNotSlack):
			b.pace.hold(method, time.Duration(tries)*time.Second)
		default:
			return err
		}
	}
}

// directChannel is the direct message channel with someone.
func (b *Bot) directChannel(ctx context.Context, user string) (string, error) {
	if channel, ok := b.direct.Load(user); ok {
		return channel.(string), nil
	}
	var channel string
	err := b.call(ctx, "conversations.open", func(ctx context.Context) error {
		c, _, _, err := b.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}})
		if err == nil {
			channel = c.ID
		}
		return err
	})
	if err == nil {
		b.direct.Store(user, channel)
	}
	return channel, err
}

// lookUp fetches the message that a reaction is about: the event has only its place.
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
			about.Text, about.User, about.Thread = words(m.Text), firstOf(m.User, about.User), m.ThreadTimestamp
			return nil
		}
	}
	return errors.New("the message is gone")
}
