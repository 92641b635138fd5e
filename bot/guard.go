package bot

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
)

// ErrBroken is a fault in the program, found by a panic.
var ErrBroken = errors.New("dealdesk broke")

// Broken is the error of a panic.
func Broken(cause any) error { return fmt.Errorf("%w: %w", ErrBroken, panicError(cause)) }

// guarded runs work that the bot cannot do without: a panic ends Run.
func (b *Bot) guarded(do func()) {
	defer func() {
		if cause := recover(); cause != nil {
			b.log.Error("the bot broke", "error", panicError(cause).Error(), "stack", string(debug.Stack()))
			b.fail(Broken(cause))
		}
	}()
	do()
}

// spared runs work whose panic costs no other work (P19).
func (b *Bot) spared(do func()) {
	defer func() {
		if cause := recover(); cause != nil {
			b.log.Error("work in the background failed", "error", panicError(cause).Error(), "stack", string(debug.Stack()))
		}
	}()
	do()
}

// panicError describes a panic without its value, which may hold user text (rule 8, P16).
func panicError(cause any) error {
	if e, ok := cause.(runtime.Error); ok {
		return fmt.Errorf("panic: %w", e)
	}
	return fmt.Errorf("panic: a %T", cause)
}
