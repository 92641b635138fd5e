// Package play plays stories: scripts in which people act and the clock is moved, against a whole
// running desk over real sockets. `dealdesk demo` plays them in a terminal, line by line or from a
// file, and a test plays every file in scenarios. Both use one language and one player; lines.go
// lists the language.
//
// A story is a txtar archive. Its comment is the script; its files add to the small company of
// company.go: more tables of settings (config.toml), single settings as environment variables
// (environment), and the time at which the story begins (begins).
package play

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"dealdesk/bot/fakeslack"
)

// Why there is no thread of a deal.
var (
	ErrNoDeal = errors.New("no such deal")
	ErrNoCard = errors.New("the deal has no card in a channel")
)

// Bot is the running program of a story.
type Bot interface {
	// Tick runs the jobs that are due by the clock.
	Tick(context.Context) error
	// NextDue returns when a job, or for "" anything, is due next; zero if never.
	NextDue(ctx context.Context, job string) (time.Time, error)
	// Idle waits until everything received is answered and everything due is posted.
	Idle(context.Context) error
	// Room returns the channel and the timestamp of a deal's card, or ErrNoDeal or ErrNoCard.
	Room(ctx context.Context, deal string) (channel, ts string, err error)
	// Stop and Start stop the program and start it again on the same store.
	Stop() error
	Start(context.Context) error
}

// World is the workspace in which a story happens.
type World struct {
	Slack *fakeslack.Server
	Clock *Clock
	Zone  *time.Location // of the times in the story
	Bot   Bot
}

// Story is one script with its files.
type Story struct {
	Name  string
	Files map[string]string
	lines []line
}

type line struct {
	number int
	text   string
}

// Read reads the story in the file at path.
func Read(path string) (Story, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Story{}, fmt.Errorf("read the story: %w", err)
	}
	a := txtar.Parse(data)
	s := Story{Name: filepath.Base(path), Files: map[string]string{}}
	for i, text := range strings.Split(string(a.Comment), "\n") {
		if text = strings.TrimSpace(text); text != "" && !comment(text) {
			s.lines = append(s.lines, line{i + 1, text})
		}
	}
	for _, f := range a.Files {
		s.Files[f.Name] = string(f.Data)
	}
	return s, nil
}

// comment reports whether a line is a comment: "# ..." is one; "#east" is a channel.
func comment(text string) bool { return text == "#" || strings.HasPrefix(text, "# ") }

// Player plays one story in one world, line by line.
type Player struct {
	World
	out   io.Writer // the transcript
	words words

	actor   string            // ID of who acted last; "" after the clock was moved
	watch   string            // ID of the person whose private messages are shown in full while nobody acts
	shown   map[string]string // texts that anybody could see before the last act, by key
	news    []sight           // what has appeared or changed since
	refused error             // why Slack's client refused the last act
	said    map[string]place  // the last message of each person
	stopped bool
	late    bool   // effects of the last act are still to come
	day     string // the day that was printed last
}

// NewPlayer returns a player that writes a transcript to out, in the language "en" or "zh".
func NewPlayer(w World, out io.Writer, language string) *Player {
	p := &Player{World: w, out: out, words: english, said: map[string]place{}}
	if strings.HasPrefix(language, "zh") {
		p.words = chinese
	}
	p.look()
	return p
}

// lineTimeout is how long one line may take in real time.
const lineTimeout = time.Minute

// Play plays a whole story. Its error lists the failed expectations by line. A line that cannot be
// played ends the story.
func (p *Player) Play(ctx context.Context, s Story) error {
	var wrong []error
	for _, l := range s.lines {
		f, m, err := parse(l.text)
		if err == nil && p.refused != nil && !f.expects {
			err = p.refused
		}
		if err == nil {
			err = p.play(ctx, f, m)
		}
		if err == nil {
			continue
		}
		wrong = append(wrong, fmt.Errorf("%s:%d: %s: %w", s.Name, l.number, l.text, err))
		var e *expectation
		if !errors.As(err, &e) {
			return errors.Join(wrong...)
		}
	}
	return errors.Join(append(wrong, p.refused)...)
}

// Do plays one line. A refusal by Slack's client is part of the transcript, not an error. Errors
// are in the language of the transcript.
func (p *Player) Do(ctx context.Context, text string) error {
	f, m, err := parse(text)
	if err != nil {
		return mistaken(p.words.unknown, text)
	}
	return p.play(ctx, f, m)
}

// compiled keeps forms, whose patterns take longer to compile than a line to play.
var compiled struct {
	once  sync.Once
	forms []form
}

func parse(text string) (form, []string, error) {
	compiled.once.Do(func() { compiled.forms = forms() })
	for _, f := range compiled.forms {
		if m := f.is.FindStringSubmatch(text); m != nil {
			return f, m[1:], nil
		}
	}
	return form{}, nil, fmt.Errorf("this is no line of a story; expected is somebody's act, such as %q, %q or %q, the clock, such as "+
		"%q, or what is seen, such as %q",
		"ana /log call Acme", "ana in D-1: hello", "mei clicks Approve", "wait 2h", "sees Logged")
}

func (p *Player) play(ctx context.Context, f form, m []string) error {
	ctx, cancel := context.WithTimeout(ctx, lineTimeout)
	defer cancel()
	return f.do(p, ctx, m)
}

// act performs an act of a person and waits until all its effects have happened.
func (p *Player) act(ctx context.Context, who, what string, do func(*fakeslack.Person, string) error) error {
	user, err := p.person(who)
	if err != nil {
		return err
	}
	p.look()
	p.Clock.step()
	p.actor, p.watch = user, user
	p.say(p.name(user), what)
	p.refused = nil
	err = do(p.Slack.As(user), user)
	var form fakeslack.FormErrors
	if err != nil && !errors.As(err, &form) { // the form itself shows them
		p.refused = err
		var m mistake
		if !errors.As(err, &m) {
			p.refused = fmt.Errorf("%s%w", p.words.slackSays, err)
		}
	}
	err = p.settle(ctx)
	p.report() // also after an error
	if p.refused != nil {
		p.print("", "  (%v)", p.refused)
	}
	return err
}

// settle waits until nothing more happens.
func (p *Player) settle(ctx context.Context) error {
	for !p.stopped {
		before := p.traffic()
		for _, wait := range []func(context.Context) error{p.delivered, p.Bot.Idle, p.delivered} {
			err := wait(ctx)
			if errors.Is(err, context.DeadlineExceeded) {
				p.late = true
				return mistake(p.words.stuck)
			}
			if err != nil {
				return err
			}
		}
		if p.traffic() == before {
			break
		}
	}
	return nil
}

// delivered waits until the desk has acknowledged everything. If Slack has planned to send
// something again, because the desk was down, the clock moves to that time.
func (p *Player) delivered(ctx context.Context) error {
	for {
		var retry time.Time
		err := p.Slack.WaitFor(ctx, func(st *fakeslack.State) bool {
			retry = st.Retry()
			return st.Idle() || !retry.IsZero()
		})
		if err != nil || retry.IsZero() {
			return err
		}
		p.Clock.forward(retry)
		p.Slack.Tick()
	}
}

func (p *Player) traffic() (n int) {
	p.Slack.Look(func(st *fakeslack.State) { n = st.Calls.Total() + st.Envelopes.Total() })
	return n
}

// forward moves the clock. On the way it stops at everything that becomes due, in order, and does
// it.
func (p *Player) forward(ctx context.Context, to time.Time) error {
	if now := p.Clock.Now(); to.Before(now) {
		return mistaken(p.words.backwards, p.moment(now))
	}
	p.look()
	p.actor, p.refused = "", nil
	var last time.Time
	for !p.stopped {
		next, err := p.Bot.NextDue(ctx, "")
		if err != nil {
			return err
		}
		if !next.Before(to) || !next.After(last) { // a job that failed stays due
			break
		}
		last = next
		if err := p.pass(ctx, next); err != nil {
			return err
		}
	}
	return p.pass(ctx, to)
}

// pass sets the clock to t and does what is due then.
func (p *Player) pass(ctx context.Context, t time.Time) error {
	p.Clock.forward(t)
	p.Slack.Tick()
	if !p.stopped {
		if err := p.Bot.Tick(ctx); err != nil {
			return err
		}
	}
	err := p.settle(ctx)
	p.report()
	return err
}

// Pass does what has become due on a running clock.
func (p *Player) Pass(ctx context.Context) error {
	next, err := p.Bot.NextDue(ctx, "")
	if err != nil || next.IsZero() || next.After(p.Clock.Now()) {
		return err
	}
	p.look()
	return p.pass(ctx, p.Clock.Now())
}
