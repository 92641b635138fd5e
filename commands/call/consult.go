package call

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"dealdesk/ai"
	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales/calendar"
)

// consultation is the error by which a handler asks the language model.
type consultation struct {
	ask   ai.Ask
	asker asker
}

func (*consultation) Error() string { return "commands: the language model is to be asked" }

// Modelled reports whether there is a language model.
func Modelled(c *Call) bool { return c.door.model != nil }

// Consult asks the language model, once in a request. Nothing may wait for it inside a transaction, so
// the handler ends with the error that Consult returns, nothing is stored, and the handler runs again
// with Advice. Consult then returns nil, as it does without a model.
func Consult(c *Call, ask ai.Ask) error {
	if c.door.model == nil || c.Advice != nil {
		return nil
	}
	return &consultation{ask, asker{c.door, c.Req, c.Me.ID, c.Today, 0}}
}

// advised returns a handler that runs do, with advice as soon as it asks for some.
func (d *Door) advised(run func(Handler) chat.Handler, do Handler) chat.Handler {
	return func(ctx context.Context, req chat.Request) (chat.Reply, error) {
		reply, err := run(do)(ctx, req)
		var wanted *consultation
		if !errors.As(err, &wanted) {
			return reply, err
		}
		wanted.asker.req = req
		advice, err := d.model.Advise(ctx, wanted.ask, &wanted.asker)
		if err != nil {
			return chat.Reply{}, err
		}
		return run(func(c *Call) (chat.Reply, error) {
			c.Advice = &advice
			return do(c)
		})(ctx, req)
	}
}

// asker is the person for whom the model is asked: their budget, and what they may see.
type asker struct {
	door   *Door
	req    chat.Request
	person string
	today  calendar.Date
	paid   int
}

// Pay implements ai.Asker.
func (a *asker) Pay(ctx context.Context) error {
	a.paid++
	once := fmt.Sprintf("model|%s|%d", a.req.ID, a.paid)
	ok, err := a.door.desk.KeepSpending(ctx, a.person, once, a.today, a.door.model.Budget, a.req.At)
	if err == nil && !ok {
		err = &ai.Trouble{Kind: ai.Spent}
	}
	return err
}

// Look implements ai.Asker: it runs a verb that only reads, with the rights of the person.
func (a *asker) Look(ctx context.Context, look ai.Look, about string) (string, error) {
	v := a.door.verb(look.Name)
	if !v.Reads {
		return "", fmt.Errorf("the language model may not run %q", look.Name)
	}
	reply, err := a.door.view(v.Do)(ctx, chat.Request{ID: a.req.ID, Kind: chat.Slash, Name: v.Name, Args: strings.TrimSpace(about),
		Who: a.req.Who, At: a.req.At})
	if err != nil || reply.Message == nil {
		return "", err
	}
	return lang.Unmark(reply.Message.Text), nil
}
