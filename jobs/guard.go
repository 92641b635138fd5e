package jobs

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// guarded does one piece of work and names it in the error. A panic stops neither the rest
// nor the process (P19). The log gets the stack but not the panic's words, which may be
// somebody's text (P16).
func (r *Runner) guarded(work string, do func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: a %T", cause)
			if fault, ok := cause.(runtime.Error); ok {
				err = fmt.Errorf("panic: %w", fault)
			}
			r.log.Error("a job broke", "job", work, "error", err, "stack", string(debug.Stack()))
		}
		if err != nil {
			err = fmt.Errorf("jobs: %s: %w", work, err)
		}
	}()
	return do()
}
