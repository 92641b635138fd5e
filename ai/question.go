package ai

import (
	"context"
	"errors"
	"strings"
)

// Question asks for an answer in words. The model may look at most three times at what the person
// may see, as the person; it changes nothing.
type Question struct {
	Line     string
	Today    string
	Language string
	Looks    []Look
}

// Look is something that can be looked at.
type Look struct {
	Name  string
	About string // what it shows, and what "about" names
}

// mostLooks bounds how often one question looks.
const mostLooks = 3

const questionRules = `Answer the question of a sales person from what was looked at, or look at something first. Choose "look" with the ` +
	`name of a look, and in "about" the id or name that it is about; or "answer" with the text of the answer, in one to five sentences; or ` +
	`"none" if the looks cannot tell. Say no more than what was seen.` + inLanguage

// seen is what a look showed.
type seen struct {
	Look  string `json:"look"`
	About string `json:"about"`
	Shown string `json:"shown"`
}

func (q Question) advise(ctx context.Context, t *talk) (Advice, error) {
	shown := []seen{}
	for {
		said, err := q.step(ctx, t, shown)
		if err != nil {
			return Advice{}, err
		}
		if said["act"] != "look" {
			return Advice{Text: Plain(said["text"])}, nil
		}
		look := q.Looks[0]
		for _, l := range q.Looks {
			if l.Name == said["look"] {
				look = l
			}
		}
		about := cut(strings.Join(strings.Fields(said["about"]), " "), 80)
		text, err := t.asker.Look(ctx, look, about)
		if err != nil {
			return Advice{}, err
		}
		shown = append(shown, seen{look.Name, about, cut(text, 4000)})
	}
}

// step lets the model look once more or answer.
func (q Question) step(ctx context.Context, t *talk, shown []seen) (map[string]string, error) {
	acts, names, about := []string{"look", "answer", "none"}, []string{""}, "What to look at."
	if len(shown) == mostLooks {
		acts = acts[1:]
	}
	sources := []string{q.Line, q.Today}
	for _, s := range shown {
		sources = append(sources, s.Shown)
	}
	for _, l := range q.Looks {
		names, about = append(names, l.Name), about+" "+l.Name+": "+l.About
	}
	f := Form{Name: "answer", Rules: questionRules, Fields: []Field{
		{"act", "What to do.", acts}, {"look", about, names}, {"about", "The id or name that the look is about.", nil},
		{"text", "The answer, without links and formatting.", nil},
	}}
	facts := []fact{{"question", q.Line, []Class{Line}, true}, {"seen", shown, []Class{Names, Notes, Numbers}, true},
		{"today", q.Today, nil, false}, {"language", q.Language, nil, false}}
	return t.fill(ctx, f, facts, func(said map[string]string) error {
		switch {
		case said["act"] == "look" && said["look"] == "":
			return errors.New("look is empty")
		case said["act"] == "answer" && len(shown) == 0:
			return errors.New("nothing was looked at yet")
		case said["act"] == "answer":
			return plausible(said["text"], strings.Join(sources, "\n"))
		}
		said["text"] = ""
		return nil
	})
}
