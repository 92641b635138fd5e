package play

import (
	"strings"

	"dealdesk/bot/fakeslack"
)

// target finds the button that "Approve" or "Approve on R-1" means: in the top form, else in the
// newest message that has it, else in the home tab.
func (p *Player) target(person *fakeslack.Person, user, button string) (fakeslack.Ref, string, error) {
	var shown []surface
	if views := person.Views(); len(views) > 0 {
		shown = append(shown, surface{views[len(views)-1].Ref(), views[len(views)-1].Blocks})
	}
	for _, s := range p.newest(user) {
		shown = append(shown, surface{fakeslack.Ref{Channel: s.channel, TS: s.ts}, s.blocks})
	}
	if home, ok := person.Home(); ok {
		shown = append(shown, surface{home.Ref(), home.Blocks})
	}
	for _, r := range readings(button) {
		for _, s := range shown {
			switch found := p.buttons(s.blocks, r); {
			case len(found) == 1:
				s.at.Block = found[0]
				return s.at, r.label, nil
			case len(found) > 1:
				return s.at, "", mistaken(p.words.manyButtons, r.label)
			}
		}
	}
	return fakeslack.Ref{}, "", mistaken(p.words.noButton, button)
}

// surface is a form, a message or a home tab with its buttons.
type surface struct {
	at     fakeslack.Ref
	blocks []fakeslack.Block
}

// reading is one way to read the text after "clicks": a button and what it is on.
type reading struct{ label, on string }

// readings returns the ways to read "Approve on R-1" or "R-1 的批准". A label may itself contain
// "on" or 的, so the whole text comes first.
func readings(button string) []reading {
	all := []reading{{label: button}}
	if i := strings.LastIndex(button, " on "); i > 0 {
		all = append(all, reading{button[:i], button[i+len(" on "):]})
	}
	for i, r := range button {
		if r == '的' && i > 0 {
			all = append(all, reading{strings.TrimSpace(button[i+len("的"):]), strings.TrimSpace(button[:i])})
		}
	}
	return all
}

// buttons returns the IDs of the blocks with the button of a reading. A button belongs to the
// words in its own block and in the blocks above it, up to the previous buttons: one message can
// list several requests, each with its own Approve.
func (p *Player) buttons(blocks []fakeslack.Block, r reading) (found []string) {
	var about []string
	before := false // the previous block had buttons
	for _, b := range blocks {
		text := p.Slack.Plain(fakeslack.Message{Blocks: []fakeslack.Block{b}})
		_, accessory := b["accessory"]
		bare := b["type"] == "actions"
		if before && !bare {
			about = nil
		}
		about = append(about, text)
		before = bare || accessory
		if before && strings.Contains(text, "["+r.label+"]") && has(strings.ToLower(strings.Join(about, "\n")), strings.ToLower(r.on)) {
			id, _ := b["block_id"].(string)
			found = append(found, id)
		}
	}
	return found
}
