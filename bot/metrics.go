package bot

import (
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"dealdesk/store"
)

type metrics struct {
	requests   *prometheus.CounterVec // kind, route, outcome
	ack        *prometheus.HistogramVec
	malformed  *prometheus.CounterVec // kind
	posts      *prometheus.CounterVec // outcome
	answers    *prometheus.CounterVec // outcome; answers outside the acknowledgement
	waiting    prometheus.Gauge
	oldest     prometheus.Gauge
	duplicates prometheus.Counter
	limited    *prometheus.CounterVec // method
	connects   prometheus.Counter
	badRequest *prometheus.CounterVec // reason
}

func newMetrics(to prometheus.Registerer) (*metrics, error) {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "dealdesk", Name: name, Help: help}, labels)
	}
	gauge := func(name, help string) prometheus.Gauge {
		return prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "dealdesk", Name: name, Help: help})
	}
	connects := counter("slack_connects_total", "Socket Mode connections opened.")
	duplicates := counter("doubles_removed_total", "Messages removed because they had been posted twice.")
	m := &metrics{
		requests: counter("requests_total", "What people did, by outcome.", "kind", "route", "outcome"),
		ack: prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: "dealdesk", Name: "ack_seconds",
			Help: "Time until Slack was answered.", Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 3}}, []string{"kind"}),
		malformed:  counter("malformed_total", "Deliveries that could not be decoded.", "kind"),
		posts:      counter("posts_total", "What became of posts.", "outcome"),
		answers:    counter("answers_total", "Answers given after the acknowledgement.", "outcome"),
		waiting:    gauge("outbox_due", "Posts that wait to be sent."),
		oldest:     gauge("outbox_oldest_seconds", "How long the oldest of them has been due."),
		limited:    counter("slack_limited_total", "Calls that Slack refused as too fast.", "method"),
		badRequest: counter("http_refused_total", "HTTP requests refused before they were read.", "reason"),
		connects:   connects.WithLabelValues(),
		duplicates: duplicates.WithLabelValues(),
	}
	for _, c := range []prometheus.Collector{m.requests, m.ack, m.malformed, m.posts, m.answers, m.waiting, m.oldest, m.limited,
		m.badRequest, connects, duplicates} {
		if err := to.Register(c); err != nil {
			return nil, err
		}
	}
	for _, s := range []store.PostState{store.Posted, store.Refused, store.Missed, store.Cancelled} {
		m.posts.WithLabelValues(string(s)) // an alert on the increase sees the first one, too
	}
	return m, nil
}

// Malformed is a delivery that could not be decoded, kept for inspection (P5). Body may
// contain texts and secrets: never log it.
type Malformed struct {
	At   time.Time
	Kind string
	Err  string
	Body []byte
}

// malformedLog keeps the latest malformed deliveries.
type malformedLog struct {
	mu   sync.Mutex
	last []Malformed
}

const (
	maxMalformed     = 32
	maxMalformedBody = 64 << 10
)

func (a *malformedLog) keep(m Malformed) {
	m.Body = slices.Clone(m.Body[:min(len(m.Body), maxMalformedBody)])
	a.mu.Lock()
	defer a.mu.Unlock()
	a.last = append(a.last[max(0, len(a.last)-maxMalformed+1):], m)
}

// Malformed returns the latest malformed deliveries, oldest first.
func (b *Bot) Malformed() []Malformed {
	b.malformed.mu.Lock()
	defer b.malformed.mu.Unlock()
	return slices.Clone(b.malformed.last)
}
