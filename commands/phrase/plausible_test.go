package phrase

import "testing"

func TestPlausibleName(t *testing.T) {
	for text, want := range map[string]bool{
		"Acme": true, "acme corp": true, "Good Company": true, "chat": false, "Quick": false, "them": false, "": false,
		"华星科技": true, "远洋物流": true, "刘总": false, "王经理": false, "李工": false, "和平饭店": true, "请刘总吃饭": false, "popped": false, "Chased": false, "sent": false, "rang Globex": false, "United Airlines": true, "Speed Queen": true, "Alfred Foods": true,
		"下午给华星科技何俊": false, "昨天跟他聊了": false, "打电话": false, "深圳市华星科技股份有限公司": true, "何俊先生对我们的新产品很感兴趣": false,
	} {
		if got := PlausibleName(text); got != want {
			t.Errorf("PlausibleName(%q) = %v", text, got)
		}
	}
}
