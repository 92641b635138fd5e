package goals

import (
	"fmt"
	"testing"
)

func TestASentenceThatSetsAGoalIsItsLine(t *testing.T) {
	for _, c := range [][2]string{
		{"set a goal for my team: 500k in Q1", "true my team: 500k in Q1"},
		{"Please set up a new goal for East: 500k revenue in Q1.", "true East: 500k revenue in Q1"},
		{"give Ana a goal: 40 calls in December", "true Ana 40 calls in December"},
		{"set my team a target of 500k revenue in Q1", "true my team 500k revenue in Q1"},
		{"I want to set a goal of 40 calls for Ana in December", "true 40 calls for Ana in December"},
		{"Ana's goal is 40 calls in December", "true Ana 40 calls in December"},
		{"I want Ana to make 40 calls next week", "false Ana make 40 calls next week"},
		{"Ana should make 40 calls next week", "false Ana make 40 calls next week"},
		{"给王芳定个目标：本季度签下5个新客户", "true 王芳 本季度签下5个新客户"},
		{"帮我给华南设定一个销售目标：Q1 500万", "true 华南 Q1 500万"},
		{"定个目标，华南下季度拜访60次", "true 华南下季度拜访60次"},
		{"把华南Q1的销售额目标定为500万", "true 华南Q1的销售额 500万"},
		{"李雷12月要打40个电话", "false 李雷12月 打40个电话"},
		{"希望李雷下周拜访10家客户", "none"},
		{"我希望李雷下周要拜访10家客户", "false 李雷下周 拜访10家客户"},
		{"set a goal for D-7: 5m", "none"},
		{"what should Ana do about the 40 calls?", "none"},
		{"called Acme 20m, they want 10% off", "none"},
		{"make a target list for Acme", "none"},
		{"华星要40万", "false 华星 40万"},
	} {
		args, sure, ok := Wish(c[0])
		got := "none"
		if ok {
			got = fmt.Sprint(sure, " ", args)
		}
		if got != c[1] {
			t.Errorf("%q\n is  %s\nnot  %s", c[0], got, c[1])
		}
	}
}

func TestAWishIsReadAsAGoal(t *testing.T) {
	for _, c := range [][2]string{
		{"I want Ana to make 40 calls next week", "calls person:UANA 2026-11-30..2026-12-06 target=40"},
		{"李雷12月要打40个电话", "calls person:ULILEI 2026-12-01..2026-12-31 target=40"},
		{"给李雷定个目标：本季度签下5个新客户", "customers person:ULILEI 2026-10-01..2026-12-31 target=5"},
		{"set a goal for my team: 500k in Q1", " ours 2027-01-01..2027-03-31 lacks=metric,target"},
		{"把华南Q1的销售额目标定为500万", "revenue team:south 2027-01-01..2027-03-31 target=500000000"},
	} {
		args, _, _ := Wish(c[0])
		s, err := Read(args, options())
		if got := short(s); err != nil || got != c[1] {
			t.Errorf("%q\n is  %s (%v)\nnot  %s", c[0], got, err, c[1])
		}
	}
}

func TestWordsAnswerAGoal(t *testing.T) {
	for line, want := range map[string]Answer{
		"accept": {Says: Agrees}, "ok, I accept it": {Says: Agrees}, "I agree.": {Says: Agrees}, "同意": {Says: Agrees}, "好的，我接受": {Says: Agrees},
		"ok": {Says: Yes}, "好的": {Says: Yes},
		"propose 300k": {Says: Proposes, Number: "300k"}, "I'd like to propose 30 because of leave": {Says: Proposes, Number: "30 because of leave"}, "提30万": {Says: Proposes, Number: "30万"},
		"我提议30，要休假": {Says: Proposes, Number: "30,要休假"}, "ok, take 30": {Says: Takes, Number: "30"}, "take it": {Says: Takes}, "let's go with 30": {Says: Takes, Number: "30"},
		"采用": {Says: Takes}, "就按30": {Says: Takes, Number: "30"}, "好，就按30来": {Says: Takes, Number: "30"}, "用这个数": {Says: Takes}, "用他的数字": {Says: Takes},
		"keep it": {Says: Keeps}, "keep 40": {Says: Keeps, Number: "40"}, "no, keep the first": {Says: Keeps}, "维持原数字": {Says: Keeps}, "不改": {Says: Keeps},
		"按原来的": {Says: Keeps}, "按": {}, "用": {}, "take Acme": {}, "keep D-7": {}, "take 30?": {}, "called Acme 20m": {},
		"提醒我30号打电话给华星":             {},
		"accept the offer of Acme": {}, "propose a meeting": {}, "按30号的方案报价": {},
	} {
		if got := Reply(line); got != want {
			t.Errorf("%q is %v, want %v", line, got, want)
		}
	}
}

func TestANumberFitsTheMetricsItMayBeOf(t *testing.T) {
	for typed, want := range map[string]string{
		"500k": "[revenue deal_size]", "50": "[customers wins calls visits]", "30%": "[win_rate repurchase]", "2h": "[response]",
		"30 days": "[cycle]", "500万": "[revenue deal_size]", "": "[]",
	} {
		if got := fmt.Sprint(Fits(typed, options())); got != want {
			t.Errorf("%q fits %s, want %s", typed, got, want)
		}
	}
}
