package bot

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"dealdesk/chat"
)

// input adds a form field. Its block id is the Input's ID, which identifies its value and
// its error.
func (r *renderer) input(in chat.Input) {
	e := r.element(in)
	if e == nil {
		return
	}
	r.inputs++
	block := slack.NewInputBlock(in.ID, oneLine(cleanOr(in.Label, in.ID), maxLabel), nil, e)
	block.Optional = in.Optional
	if in.Hint != "" {
		block.Hint = plain(in.Hint, maxLabel)
	}
	r.add(block)
}

func (r *renderer) element(in chat.Input) slack.BlockElement {
	var hint *slack.TextBlockObject
	if in.Placeholder != "" {
		hint = plain(in.Placeholder, maxPlaceholder)
	}
	switch in.Kind {
	case chat.Day:
		e := slack.NewDatePickerBlockElement(in.ID)
		e.Placeholder = hint
		if _, err := time.Parse(time.DateOnly, in.Initial); err == nil {
			e.InitialDate = in.Initial
		}
		return e
	case chat.Member:
		e := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, hint, in.ID)
		e.InitialUser = in.Initial
		return e
	case chat.Room:
		e := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, hint, in.ID)
		e.InitialConversation = in.Initial
		e.Filter = &slack.SelectBlockElementFilter{Include: []string{"public", "private"}, ExcludeBotUsers: true,
			ExcludeExternalSharedChannels: true}
		return e
	case chat.Radio, chat.Select:
		return selectInput(in, hint)
	case chat.Several:
		return multiSelectInput(in, hint)
	}
	return textInput(in, hint)
}

func textInput(in chat.Input, hint *slack.TextBlockObject) slack.BlockElement {
	e := slack.NewPlainTextInputBlockElement(hint, in.ID)
	e.Multiline = in.Kind == chat.Area
	e.MaxLength = min(in.Max, maxInputText)
	e.InitialValue = cut(in.Initial, cmp.Or(e.MaxLength, maxInputText))
	return e
}

// selectInput is a menu or radio buttons. Without options it becomes a text field, because
// Slack refuses an empty menu.
func selectInput(in chat.Input, hint *slack.TextBlockObject) slack.BlockElement {
	all := options(in.Options)
	chosen := initialOption(in)
	if in.Suggest != "" && in.Kind == chat.Select {
		// The action id names the route that returns the suggestions.
		e := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, hint, in.Suggest)
		e.MinQueryLength = new(int) // the likeliest stand there before anything is typed
		if len(chosen) > 0 {
			e.InitialOption = chosen[0]
		}
		return e
	}
	if len(all) == 0 {
		return textInput(in, hint)
	}
	if in.Kind == chat.Radio && len(all) <= maxRadioOptions {
		e := slack.NewRadioButtonsBlockElement(in.ID, all...)
		if len(chosen) > 0 {
			e.InitialOption = chosen[0]
		}
		return e
	}
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, hint, in.ID, all...)
	if len(chosen) > 0 {
		e.InitialOption = chosen[0]
	}
	return e
}

// multiSelectInput is a menu for any number of options; nil without options.
func multiSelectInput(in chat.Input, hint *slack.TextBlockObject) slack.BlockElement {
	all := options(in.Options)
	if len(all) == 0 {
		return nil
	}
	e := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, hint, in.ID, all...)
	chosen := strings.Split(in.Initial, ",")
	for _, o := range options(in.Options) {
		if slices.Contains(chosen, o.Value) {
			e.InitialOptions = append(e.InitialOptions, o)
		}
	}
	return e
}

// initialOption returns the initially chosen option, if it exists.
func initialOption(in chat.Input) []*slack.OptionBlockObject {
	return slices.DeleteFunc(options(in.Options), func(o *slack.OptionBlockObject) bool { return o.Value != in.Initial })
}

// options leaves out invalid options, for which Slack would refuse the whole menu.
func options(all []chat.Option) []*slack.OptionBlockObject {
	var out []*slack.OptionBlockObject
	for _, o := range all {
		if o.Value == "" || len(o.Value) > maxOptionValue || len(out) == maxOptions {
			continue
		}
		out = append(out, slack.NewOptionBlockObject(o.Value, oneLine(cleanOr(o.Label, o.Value), maxOptionLabel), nil))
	}
	return out
}
