package phrase

import "time"

// hanDate reads 2026年12月20日, 明年3月1号, 12月20, 十二月二十日, 下个月5号, 5号, 12月底,
// 下月初, 12月中旬, 月底, and months and years alone.
func (d *dates) hanDate(led bool) (found, bool) {
	if r, _ := d.peek(); !digit(r) && !han(r) {
		return found{}, false
	}
	y, dated := d.hanYear()
	first, ok := time.Time{}, false
	if k := -3; !dated {
		switch d.eatAny("下下个月", "下个月", "下月", "本月", "这个月", "这月", "当月", "上个月", "上月") {
		case 0:
			k = 2
		case 1, 2:
			k = 1
		case 3, 4, 5, 6:
			k = 0
		case 7, 8:
			k = -1
		}
		if ok = k > -3; ok {
			first, dated = d.month(k), true
		}
	}
	if at := d.i; !ok {
		if m, read := d.integer(); read && d.eat("月") && m >= 1 && m <= 12 {
			d.eat("份")
			if first, ok = d.nextMonth(m), true; dated {
				first = time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC)
			}
		} else {
			d.i = at
		}
	}
	if at := d.i; ok { // a day of a known month
		if day, read := d.integer(); read && day >= 1 && day <= 31 {
			suffix := d.daySuffix() || !(dated && y == 0) && d.edge() && !d.hanNumberGoesOn()
			switch {
			case !suffix:
				d.i = at
			case y > 0:
				return d.date(y, int(first.Month()), day)
			case dated: // of a named month: clamped, because its end was meant
				return on(first.AddDate(0, 0, min(day, lastOf(first).Day())-1)), true
			default:
				return d.yearless(int(first.Month()), day)
			}
		} else if d.i = at; read {
			return found{}, false
		}
		return d.partOf(first, dated, led)
	}
	if y > 0 {
		return d.yearPart(y, led)
	}
	switch d.eatAny("月底", "月末", "月中", "月初") {
	case 0, 1:
		return on(lastOf(d.month(0))), true
	case 2:
		return d.monthless(15)
	case 3:
		return d.monthless(1)
	}
	if day, read := d.integer(); read && day >= 1 && day <= 31 && d.daySuffix() {
		f, ok := d.monthless(day)
		f.weak = true
		return f, ok
	}
	return found{}, false
}

// hanYear reads 2026年, 今年, 明年.
func (d *dates) hanYear() (int, bool) {
	at := d.i
	switch d.eatAny("今年", "本年", "明年", "后年", "去年", "前年") {
	case 0, 1:
		return d.today.Year(), true
	case 2:
		return d.today.Year() + 1, true
	case 3:
		return d.today.Year() + 2, true
	case 4:
		return d.today.Year() - 1, true
	case 5:
		return d.today.Year() - 2, true
	}
	if y, ok := d.year(); ok && d.eat("年") {
		return y, true
	}
	d.i = at
	return 0, false
}

// daySuffix reads 日 or 号, unless it is the 号 of a house, a line or a hall.
func (d *dates) daySuffix() bool {
	if d.eat("日") {
		return true
	}
	at := d.i
	if !d.eat("号") {
		return false
	}
	switch r, _ := d.peek(); r {
	case '楼', '线', '厅', '门', '机', '馆', '院', '店', '库', '桥', '位', '码', '文', '方':
		d.i = at
		return false
	}
	return true
}

func (d *dates) hanNumberGoesOn() bool {
	r, _ := d.peek()
	return power(r) > 0 || numeral(r) >= 0 || r == '%' || r == '个' || r == '家' || r == '点' || r == ':'
}

// partOf reads the part of a month: 底, 初, 中旬; the month alone means its end.
func (d *dates) partOf(first time.Time, dated, led bool) (found, bool) {
	switch d.eatAny("底", "末", "下旬", "初", "上旬", "中旬", "中") {
	case 0, 1, 2:
		return on(lastOf(first)), true
	case 3:
		return on(first), true
	case 4:
		return on(first.AddDate(0, 0, 9)), true
	case 5:
		return on(first.AddDate(0, 0, 19)), true
	case 6:
		return on(first.AddDate(0, 0, 14)), true
	}
	f := ending(lastOf(first))
	f.weak = !dated
	return f, led || dated
}

// yearPart reads 底, 末 or a quarter after a year.
func (d *dates) yearPart(y int, led bool) (found, bool) {
	at := d.i
	if q, ok := d.hanQuarter(); ok {
		f := ending(lastOf(time.Date(y, time.Month(q*3), 1, 0, 0, 0, 0, time.UTC)))
		if d.eatAny("末", "底") >= 0 {
			f = f.asDay()
		}
		return f, true
	}
	d.i = at
	end := time.Date(y, 12, 31, 0, 0, 0, 0, time.UTC)
	switch d.eatAny("底", "末", "初", "年中") {
	case 0, 1:
		return on(end), true
	case 2:
		return on(time.Date(y, 1, 31, 0, 0, 0, 0, time.UTC)), true
	case 3:
		return on(time.Date(y, 6, 30, 0, 0, 0, 0, time.UTC)), true
	}
	f := ending(end)
	f.weak = true
	return f, led
}
