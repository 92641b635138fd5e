package find

import (
	"fmt"

	"dealdesk/chat"
)

// answer shows the hits from skip on, under their kinds. value names the kept words, "" if no button needs
// them.
func (s *search) answer(words, value string, skip int) chat.Reply {
	count := map[string]int{}
	for _, h := range s.hits {
		count[h.kind]++
	}
	last := min(skip+pageSize, len(s.hits))
	head := s.Words.Say("find.head", "Text", words, "Count", len(s.hits))
	if len(s.hits) == 0 {
		head = s.Words.Say("find.none", "Text", words)
	}
	text, blocks := head, []chat.Block{chat.Para(head)}
	kind := ""
	for _, h := range s.hits[min(skip, last):last] {
		if h.kind != kind {
			kind = h.kind
			title := chat.Bold(s.Words.Say("find.kind_"+kind, "Count", many(count[kind])))
			text, blocks = chat.Join("\n", text, title), append(blocks, chat.Para(title))
		}
		line := chat.Join("\n", h.title, h.quote)
		text, blocks = chat.Join("\n", text, line), append(blocks, chat.Row(line, h.open))
	}
	var buttons []chat.Button
	if s.shared {
		told := s.Words.Say("find.shared")
		text, blocks = chat.Join("\n", text, told), append(blocks, chat.Block{Context: told})
		buttons = append(buttons, chat.Button{Label: s.Words.Plain("find.mine"), Action: more, Value: value + "|0"})
	} else if left := len(s.hits) - last; left > 0 {
		next := fmt.Sprintf("%s|%d", value, last)
		buttons = append(buttons, chat.Button{Label: s.Words.Plain("find.more", "Count", left), Action: more, Value: next})
	}
	if len(buttons) > 0 {
		blocks = append(blocks, chat.Block{Buttons: buttons})
	}
	reply := chat.Say(text, blocks...)
	reply.Title = s.Words.Plain("find.title")
	return reply
}

// many is a count, with a plus where the search ended.
func many(n int) string {
	if n >= enough {
		return fmt.Sprintf("%d+", n)
	}
	return fmt.Sprint(n)
}
