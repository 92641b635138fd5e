package bot

import (
	"cmp"
	"context"

	"dealdesk/chat"
)

// Where an answer is seen: a click is answered where the person is looking. What is for
// reading opens over the chat, because a message under a card far up the channel, or in a
// thread that nobody has open, makes the button look dead. What was done in a form
// or on the home tab is shown there. Everything else is a message beside the button.

// readsOver reports whether the answer to a click is shown over the chat.
func (in *incoming) readsOver(reply chat.Reply) bool {
	switch {
	case in.Kind != chat.Click || in.trigger == "" || reply.Message == nil || reply.Modal != nil:
		return false
	case in.Where.View != "":
		return true
	}
	return in.page && !(reply.Replace && in.onlyAsker)
}

// openPage shows the answer to a click over the chat. An answer that replaces the page it was
// asked for on, or has changed what that page shows, takes its place; a refusal has changed
// nothing. After an error the answer goes out as a message.
func (b *Bot) openPage(ctx context.Context, in *incoming, reply chat.Reply) error {
	inPlace := in.depth >= 3 || in.depth > 0 && (reply.Replace || !in.page && !reply.Refused)
	err := b.openView(ctx, in, renderModal(b.page(in, reply), in.Where), inPlace)
	if err != nil {
		b.log.Warn("page could not be opened", "request", in.ID, "route", in.Name, "error", err.Error())
	}
	return err
}

// page is a message as a form without fields. A form takes no tables or charts, so their
// numbers come from the text.
func (b *Bot) page(in *incoming, reply chat.Reply) chat.Modal {
	p := b.printer(b.answerCtx, in.Who)
	m := chat.Modal{Title: cmp.Or(reply.Title, p.Plain("bot.page")), Close: p.Plain("common.close"), Blocks: reply.Message.Blocks}
	rich := len(m.Blocks) == 0
	var buttons []chat.Block
	for _, block := range m.Blocks {
		rich = rich || block.Table != nil || block.Chart != nil
		if len(block.Buttons) > 0 {
			buttons = append(buttons, block)
		}
	}
	if rich {
		m.Blocks = append([]chat.Block{chat.Para(reply.Message.Text)}, buttons...)
	}
	return m
}
