package bot

import (
	"slices"
	"strings"
	"time"

	"dealdesk/chat"

	"github.com/slack-go/slack"
)

// input adds a form field. Its block id is the Input's ID, which is how its value and
// its error find their way.
func (r *renderer) input(in chat.Input) {
	e := r.element(in)
	if e == nil {
		return
	}
	r.inputs++
	block := slack.NewInputBlock(in.ID, plain(or(in.Label, in.ID), maxLabel), nil, e)
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
		e.Filter = &slack.SelectBlockElementFilter{Include: []string{"public", "private"}, ExcludeBotUsers: true, ExcludeExternalSharedChannels: true}
		return e
	case chat.Radio, chat.Select:
		return choices(in, hint)
	case chat.Several:
		return several(in, hint)
	}
	return typing(in, hint)
}

func typing(in chat.Input, hint *slack.TextBlockObject) slack.BlockElement {
	e := slack.NewPlainTextInputBlockElement(hint, in.ID)
	e.Multiline = in.Kind == chat.Area
	e.MaxLength = min(in.Max, maxInput)
	e.InitialValue = cut(in.Initial, or0(e.MaxLength, maxInput))
	return e
}

func or0(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}

// choices is one of Slack's menus. Without anything to choose from it is a line to type
// in, because Slack refuses an empty menu.
func choices(in chat.Input, hint *slack.TextBlockObject) slack.BlockElement {
	all := options(in.Options)
	chosen := pick(in)
	if in.Suggest != "" && in.Kind == chat.Select {
		// The action id names the route that is asked for suggestions.
		e := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, hint, in.Suggest)
		one := 1
		e.MinQueryLength = &one
		if len(chosen) > 0 {
			e.InitialOption = chosen[0]
		}
		return e
	}
	if len(all) == 0 {
		return typing(in, hint)
	}
	if in.Kind == chat.Radio && len(all) <= maxRadio {
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

// several is the menu of which any number is chosen; there is none without options.
func several(in chat.Input, hint *slack.TextBlockObject) slack.BlockElement {
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

// pick is the option chosen at first, if it is there.
func pick(in chat.Input) []*slack.OptionBlockObject {
	return slices.DeleteFunc(options(in.Options), func(o *slack.OptionBlockObject) bool { return o.Value != in.Initial })
}

// options leaves out what Slack would refuse the whole menu for.
func options(all []chat.Option) []*slack.OptionBlockObject {
	var out []*slack.OptionBlockObject
	for _, o := range all {
		if o.Value == "" || len(o.Value) > maxOptionValue || len(out) == maxOptions {
			continue
		}
		out = append(out, slack.NewOptionBlockObject(o.Value, plain(or(o.Label, o.Value), maxOption), nil))
	}
	return out
}
