// Package blockkit checks blocks, views and menu options against Slack's Block Kit rules.
// The rules are those of docs.slack.dev/reference/block-kit. Where its pages and observed
// errors differ, the smaller limit applies: six pie segments and series rather than
// twelve, 13,200 characters of text in all blocks of a message. Block types missing from
// the tables are refused, even if Slack has them.
package blockkit

import (
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"
)

type (
	Block  = map[string]any // one decoded block; numbers are json.Number
	Object = map[string]any

	obj = Object
)

const (
	maxBlocks      = 50
	maxViewBlocks  = 100
	maxBlocksText  = 13_200
	maxMarkdown    = 12_000
	maxTableText   = 10_000
	maxCharts      = 2
	maxTables      = 1
	maxOptionValue = 150
)

func with(base shape, more shape) shape {
	out := maps.Clone(base)
	maps.Copy(out, more)
	return out
}

var (
	anyBlock   = shape{"type": must(anything), "block_id": may(str(1, 255))}
	anyElement = shape{"type": must(anything), "action_id": may(str(1, 255))}

	confirm = object(shape{"title": must(plain(100)), "text": must(either(300)), "confirm": must(plain(30)),
		"deny": must(plain(30)), "style": may(enum("primary", "danger"))})
	option     = object(shape{"text": must(plain(75)), "value": must(str(1, maxOptionValue)), "description": may(plain(75))})
	richOption = object(shape{"text": must(either(75)), "value": must(str(1, maxOptionValue)), "description": may(either(75))})
	urlOption  = object(shape{"text": must(plain(75)), "value": must(str(1, maxOptionValue)), "description": may(plain(75)),
		"url": may(str(1, 3000))})
	groups = list(1, 100, object(shape{"label": must(plain(75)), "options": must(list(1, 100, option))}))
	filter = object(shape{"include": may(list(1, 4, enum("im", "mpim", "private", "public"))),
		"exclude_external_shared_channels": may(boolean), "exclude_bot_users": may(boolean)})
	dispatch = object(shape{"trigger_actions_on": may(list(1, 2, enum("on_enter_pressed", "on_character_entered")))})

	placeholder      = shape{"placeholder": may(plain(150)), "focus_on_load": may(boolean)}
	selectShape      = with(with(anyElement, placeholder), shape{"confirm": may(confirm)})
	multiSelectShape = with(selectShape, shape{"max_selected_items": may(integer(1, 100))})
	textShape        = with(with(anyElement, placeholder), shape{"initial_value": may(str(0, 3000)), "dispatch_action_config": may(dispatch)})
)

// elements are the elements of blocks, by type.
var elements = map[string]check{
	"button": object(with(anyElement, shape{"text": must(plain(75)), "value": may(str(0, 2000)), "url": may(str(1, 3000)),
		"style": may(enum("primary", "danger")), "confirm": may(confirm), "accessibility_label": may(str(1, 75))})),
	"image": object(shape{"type": must(anything), "image_url": may(str(1, 3000)), "slack_file": may(anything), "alt_text": must(str(1, 2000))},
		oneOf("image_url", "slack_file")),
	"overflow": object(with(anyElement, shape{"options": must(list(1, 5, urlOption)), "confirm": may(confirm)})),
	"static_select": object(with(selectShape,
		shape{"options": may(list(1, 100, option)), "option_groups": may(groups), "initial_option": may(option)}),
		oneOf("options", "option_groups")),
	"multi_static_select": object(with(multiSelectShape, shape{"options": may(list(1, 100, option)), "option_groups": may(groups),
		"initial_options": may(list(1, 100, option))}), oneOf("options", "option_groups")),
	"external_select": object(with(selectShape, shape{"min_query_length": may(integer(0, 1000)), "initial_option": may(option)})),
	"multi_external_select": object(with(multiSelectShape,
		shape{"min_query_length": may(integer(0, 1000)), "initial_options": may(list(1, 100, option))})),
	"users_select":          object(with(selectShape, shape{"initial_user": may(str(1, 255))})),
	"multi_users_select":    object(with(multiSelectShape, shape{"initial_users": may(list(1, 100, str(1, 255)))})),
	"channels_select":       object(with(selectShape, shape{"initial_channel": may(str(1, 255)), "response_url_enabled": may(boolean)})),
	"multi_channels_select": object(with(multiSelectShape, shape{"initial_channels": may(list(1, 100, str(1, 255)))})),
	"conversations_select": object(with(selectShape,
		shape{"initial_conversation": may(str(1, 255)), "default_to_current_conversation": may(boolean), "response_url_enabled": may(boolean),
			"filter": may(filter)})),
	"multi_conversations_select": object(with(multiSelectShape,
		shape{"initial_conversations": may(list(1, 100, str(1, 255))), "default_to_current_conversation": may(boolean), "filter": may(filter)})),
	"datepicker": object(with(selectShape, shape{"initial_date": may(date)})),
	"timepicker": object(with(selectShape, shape{"initial_time": may(clock), "timezone": may(str(1, 255))})),
	"datetimepicker": object(with(anyElement,
		shape{"initial_date_time": may(integer(1e9, 9_999_999_999)), "confirm": may(confirm), "focus_on_load": may(boolean)})),
	"checkboxes": object(with(anyElement,
		shape{"options": must(list(1, 10, richOption)), "initial_options": may(list(1, 10, richOption)), "confirm": may(confirm),
			"focus_on_load": may(boolean)})),
	"radio_buttons": object(with(anyElement,
		shape{"options": must(list(1, 10, richOption)), "initial_option": may(richOption), "confirm": may(confirm),
			"focus_on_load": may(boolean)})),
	"plain_text_input": object(with(textShape,
		shape{"multiline": may(boolean), "min_length": may(integer(0, 3000)), "max_length": may(integer(1, 3000))})),
	"number_input": object(with(textShape,
		shape{"is_decimal_allowed": must(boolean), "min_value": may(str(1, 50)), "max_value": may(str(1, 50))})),
	"email_text_input": object(textShape),
	"url_text_input":   object(textShape),
	"file_input":       object(with(anyElement, shape{"filetypes": may(list(1, 100, str(1, 50))), "max_files": may(integer(1, 10))})),
}

var (
	actionElements = []string{"button", "overflow", "static_select", "external_select", "users_select", "channels_select",
		"conversations_select",
		"datepicker", "timepicker", "datetimepicker", "checkboxes", "radio_buttons"}
	multiSelects = []string{"multi_static_select", "multi_external_select", "multi_users_select", "multi_channels_select",
		"multi_conversations_select"}
	inputElements = slices.Concat(slices.DeleteFunc(slices.Clone(actionElements),
		func(t string) bool { return t == "button" || t == "overflow" }), multiSelects,
		[]string{"plain_text_input", "number_input", "email_text_input", "url_text_input", "file_input"})
)

// blockTypes are the blocks, by type.
var blockTypes = map[string]check{
	"section": object(with(anyBlock, shape{"text": may(either(3000)), "fields": may(list(1, 10, either(2000))), "expand": may(boolean),
		"accessory": may(typed(elements, slices.Concat(actionElements, multiSelects, []string{"image"})...))}),
		func(p *problems, at string, o obj) {
			if o["text"] == nil && o["fields"] == nil {
				p.add(at, "missing required field: text")
			}
		}),
	"header":  object(with(anyBlock, shape{"text": must(plain(150)), "level": may(integer(1, 4))})),
	"divider": object(anyBlock),
	"image": object(with(anyBlock,
		shape{"image_url": may(str(1, 3000)), "slack_file": may(anything), "alt_text": must(str(1, 2000)), "title": may(plain(2000))}),
		oneOf("image_url", "slack_file")),
	"actions": object(with(anyBlock, shape{"elements": must(list(1, 25, typed(elements, slices.Concat(actionElements, multiSelects)...)))})),
	"context": object(with(anyBlock, shape{"elements": must(list(1, 10, typed(map[string]check{
		"plain_text": either(3000), "mrkdwn": either(3000), "image": elements["image"]})))})),
	"input": object(with(anyBlock,
		shape{"label": must(plain(2000)), "element": must(typed(elements, inputElements...)), "hint": may(plain(2000)),
			"optional": may(boolean), "dispatch_action": may(boolean)})),
	"rich_text": richText(anyBlock),
	"markdown":  object(with(anyBlock, shape{"text": must(str(1, maxMarkdown))})),
	"table": object(with(anyBlock, shape{"rows": must(list(1, 100, list(1, 20, tableCell))),
		"column_settings": may(list(0, 20, column))}), evenRows),
	"data_table": object(with(anyBlock,
		shape{"caption": must(str(1, 2000)), "rows": must(list(2, 101, list(1, 20, tableCell))), "page_size": may(integer(1, 100)),
			"row_header_column_index": may(integer(0, 19))}), evenRows, plainHeader),
	"data_visualization": object(with(anyBlock, shape{"title": must(str(1, 50)), "chart": must(typed(charts))})),
}

// Some blocks are allowed in messages only.
var (
	messageOnly = []string{"markdown", "table", "data_table", "data_visualization"}
	viewTypes   = slices.DeleteFunc(slices.Collect(maps.Keys(blockTypes)), func(t string) bool { return slices.Contains(messageOnly, t) })
)

// CheckMessage checks the blocks of a message, without the refused types. It returns
// Slack's error code and messages, "" if there is no error.
func CheckMessage(v any, refused map[string]bool) (code string, messages []string) {
	var p problems
	list(0, maxBlocks, typed(blockTypes))(&p, "/blocks", v)
	blocks := Blocks(v)
	together(&p, "/blocks", blocks, refused)
	if len(p.messages) > 0 {
		slices.Sort(p.messages)
		return "invalid_blocks", p.messages
	}
	count := map[string]int{}
	total, marked := 0, 0
	for _, b := range blocks {
		kind := b["type"].(string)
		count[kind]++
		switch n := textLength(b); kind {
		case "table", "data_table":
			if n > maxTableText {
				return "invalid_blocks", []string{"[ERROR] table text must be less than 10001 characters"}
			}
		case "data_visualization":
		case "markdown":
			marked += n
			total += n
		default:
			total += n
		}
	}
	switch {
	case count["table"]+count["data_table"] > maxTables:
		return "invalid_attachments", []string{"[ERROR] only_one_table_allowed"}
	case count["data_visualization"] > maxCharts:
		p.add("/blocks", "no more than %d data_visualization blocks allowed", maxCharts)
		return "invalid_blocks", p.messages
	case total > maxBlocksText, marked > maxMarkdown:
		return "msg_blocks_too_long", nil
	}
	return "", nil
}

// CheckView lists what is wrong with a view of the kind "modal" or "home".
func CheckView(v any, kind string, refused map[string]bool) []string {
	sh := shape{"type": must(enum(kind)), "blocks": must(list(1, maxViewBlocks, typed(blockTypes, viewTypes...))),
		"private_metadata": may(str(0, 3000)), "callback_id": may(str(0, 255)), "external_id": may(str(0, 255))}
	if kind == "modal" {
		sh = with(sh, shape{"title": must(plain(24)), "submit": may(plain(24)), "close": may(plain(24)),
			"clear_on_close": may(boolean), "notify_on_close": may(boolean), "submit_disabled": may(boolean)})
	}
	var p problems
	object(sh)(&p, "/view", v)
	o, _ := v.(map[string]any)
	blocks := Blocks(o["blocks"])
	together(&p, "/view/blocks", blocks, refused)
	for _, b := range blocks {
		if b["type"] == "input" && kind == "modal" && o["submit"] == nil {
			p.add("/view", "missing required field: submit")
			break
		}
	}
	slices.Sort(p.messages)
	return p.messages
}

var menuOptions = object(shape{"options": may(list(0, 100, option)),
	"option_groups": may(list(0, 100, object(shape{"label": must(plain(75)), "options": must(list(0, 100, option))})))},
	oneOf("options", "option_groups"))

// CheckOptions lists what is wrong with the answer to a block_suggestion.
func CheckOptions(v any) []string {
	var p problems
	menuOptions(&p, "", v)
	return p.messages
}

// together applies the rules about several blocks: unique ids, and no refused types.
func together(p *problems, at string, blocks []Block, refused map[string]bool) {
	seen := map[any]bool{}
	for i, b := range blocks {
		here := fmt.Sprintf("%s/%d", at, i)
		if kind, _ := b["type"].(string); refused[kind] {
			p.add(here+"/type", "unsupported type: %s", kind)
		}
		if id := b["block_id"]; id != nil {
			if seen[id] {
				p.add(here+"/block_id", "block_id must be unique: %v", id)
			}
			seen[id] = true
		}
		actions := map[any]bool{}
		for _, el := range Elements(b) {
			if id := el["action_id"]; id != nil {
				if actions[id] {
					p.add(here, "action_id must be unique within a block: %v", id)
				}
				actions[id] = true
			}
		}
	}
}

// Blocks returns a decoded JSON list as blocks. Items that are not objects are left out.
func Blocks(v any) (out []Block) {
	l, _ := v.([]any)
	for _, b := range l {
		if o, ok := b.(map[string]any); ok {
			out = append(out, o)
		}
	}
	return out
}

// Elements returns the elements of a block: its elements, accessory and element.
func Elements(b Block) []Object {
	if b["type"] == "rich_text" {
		return nil
	}
	out := Blocks(b["elements"])
	for _, k := range []string{"accessory", "element"} {
		if el, ok := b[k].(map[string]any); ok {
			out = append(out, el)
		}
	}
	return out
}

// Interactive reports whether people can act on the element.
func Interactive(el Object) bool {
	kind, _ := el["type"].(string)
	return kind != "image" && elements[kind] != nil
}

// textLength counts the characters of everything called text within v.
func textLength(v any) (n int) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if t, ok := x.(string); ok && k == "text" {
				n += utf8.RuneCountInString(t)
			} else {
				n += textLength(x)
			}
		}
	case []any:
		for _, x := range v {
			n += textLength(x)
		}
	}
	return n
}
