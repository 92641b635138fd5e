package store

import "time"

// overdueAfter is how late a post or a run may be before it is on the overdue list (P8);
// overdueFor is how long a failed one stays on it.
const (
	overdueAfter = 5 * time.Minute
	overdueFor   = 7 * 24 * time.Hour
)

// OverduePosts are the messages that have reached nobody, oldest first: those that Slack
// refused or that came too late in the last seven days, and those due more than five
// minutes ago. It reads every post, so it is only for an admin who asks.
func OverduePosts(r Reader, now time.Time) (list []Post, err error) {
	for k, v := range r.bytes().Scan(postBucket, []byte{'r'}, []byte{'s'}, false) {
		p, err := parsePost(k, v)
		if err != nil { // the admins are told about it (Damaged)
			r.of().notice(err)
			continue
		}
		failed := (p.State == Refused || p.State == Missed) && !p.Deleted && now.Sub(p.Changed) < overdueFor
		stuck := p.queued() && now.Sub(later(p.Due, p.Changed)) >= overdueAfter
		if !failed && !stuck {
			continue
		}
		full, err := p.full()
		if err != nil {
			return nil, err
		}
		list = append(list, full)
	}
	return list, nil
}

// OverdueRuns are the job runs that were missed in the last seven days or were due more
// than five minutes ago, earliest first.
func OverdueRuns(r Reader, now time.Time) (list []Run, err error) {
	for row, err := range Runs.List(r, Query{}) {
		if err != nil {
			return nil, err
		}
		missed := row.State == RunMissed && now.Sub(row.At) < overdueFor
		if missed || row.State == RunDue && now.Sub(row.Due) >= overdueAfter {
			list = append(list, row)
		}
	}
	return list, nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
