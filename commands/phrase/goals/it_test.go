package goals

import "testing"

func TestWhatIsSaidOfAGoalWithoutItsNumber(t *testing.T) {
	for line, want := range map[string]string{
		"split it by month": "goal split: by month sure", "Split it between the team": "goal split: by person sure", "break the goal down by team": "goal split: by team sure",
		"split the target among my people.": "goal split: by person sure", "break it down into weeks": "goal split: into weeks sure", "split by quarter": "goal split: by quarter sure",
		"divide it between the teams": "goal split: by team sure", "split it by month like last year": "goal split: by month like last year sure",
		"按月分解": "goal split: 按月 sure", "拆到人": "goal split: 按人 sure", "把它按季度拆分": "goal split: 按季度 sure", "分到每个人": "goal split: 按人 sure",
		"目标按周拆开": "goal split: 按周 sure", "把目标分解到各个团队": "goal split: 按团队 sure", "拆成月度吧": "goal split: 按月 sure",
		"raise it to 60": "goal target: 60", "make it 500k": "goal target: 500k", "lower the target to 40": "goal target: 40 sure",
		"改成60": "goal target: 60", "目标改成50": "goal target: 50 sure", "把目标提高到600万": "goal target: 600万 sure", "那就降到40": "goal target: 40",
		"drop the goal": "goal drop:  sure", "取消这个目标": "goal drop:  sure",
		"split the difference": "", "split it with Acme": "", "make it Friday": "", "raise it with Tom": "", "拆机": "", "分给李雷": "", "改成周五": "", "把方案拆分一下": "",
		"raise G-1 to 60": "", "change the amount to 60": "", "drop it": "",
	} {
		route, args, sure, ok := It(line)
		got := route + ": " + args
		if sure {
			got += " sure"
		}
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("%q is %q, want %q", line, got, want)
		}
	}
}
