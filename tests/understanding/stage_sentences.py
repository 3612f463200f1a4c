"""News of stages as secretaries type them on 24/11/2026, a sentence a line, with what it says.

After " = " stand the stage, the people (parted by ","), the date, and what else is said: ">" a helper, "@" a cell,
"#" an enterprise, "because" a reason, "back" for going back, "plan" for a plan. "-" stands for nobody.
"""

from __future__ import annotations

NEWS = """
Hạnh có quyết định kết nạp ngày 12/11 = decided Hạnh 2026-11-12
QC012 đã nộp đơn = applied QC012
chi bộ họp thông qua QC007 hôm qua = cell_resolved QC007 2026-11-23
QC3, QC5 học xong lớp cảm tình đảng 20/10 = class_completed QC003,QC005 2026-10-20
kết nạp Hạnh sáng nay = admitted Hạnh 2026-11-24
lễ kết nạp anh Tùng chủ nhật vừa rồi = admitted Tùng 2026-11-22
thẩm tra lý lịch xong cho QC009 = verified QC009
phân công chị Lan giúp đỡ Hạnh = mentored Hạnh >Lan
QC012 xin thôi = withdrawn QC012
tạm dừng QC012 vì nghỉ thai sản = paused QC012 because nghỉ thai sản
Hạnh chuyển sang CB06 = transferred Hạnh @CB06
Hạnh chuyển công ty Hoa Sen = transferred Hạnh #Hoa Sen
Hạnh được công nhận chính thức 1/10 = official Hạnh 2026-10-01
QC012 quay lại bước nộp đơn = applied QC012 back
mai kết nạp Hạnh = admitted Hạnh 2026-11-25 plan
Hạnh được công nhận quần chúng ưu tú = introduced Hạnh
QC012 được giới thiệu vào nguồn 2/9 = introduced QC012 2026-09-02
QC012 được công đoàn giới thiệu hôm qua = introduced QC012 2026-11-23
đưa QC012 vào danh sách nguồn hôm nay = introduced QC012 2026-11-24
đoàn thanh niên giới thiệu QC012 = introduced QC012
giao chị Lan kèm cặp QC012 = mentored QC012 >Lan
cử đồng chí Tùng giúp đỡ Hạnh từ 1/11 = mentored Hạnh 2026-11-01 >Tùng
phân công đảng viên Nguyễn Văn Tùng giúp đỡ QC012 = mentored QC012 >Nguyễn Văn Tùng
phân công đảng viên chính thức Lan giúp đỡ Hạnh = mentored Hạnh >Lan
QC012 do chị Lan giúp đỡ = mentored QC012 >Lan
Hạnh được chị Lan giúp đỡ = mentored Hạnh >Lan
người giúp đỡ QC012 là anh Tùng = mentored QC012 >Tùng
phân công giúp đỡ QC012: chị Lan = mentored QC012 >Lan
phân công đảng viên giúp đỡ Hạnh là chị Lan = mentored Hạnh >Lan
Hạnh đã có người giúp đỡ = mentored Hạnh
QC012 hoàn thành lớp bồi dưỡng nhận thức về Đảng ngày 20/10 = class_completed QC012 2026-10-20
QC012 xong lớp nhận thức = class_completed QC012
Hạnh học xong lớp nhận thức về đảng hôm kia = class_completed Hạnh 2026-11-22
QC012 đã qua lớp cảm tình = class_completed QC012
QC012 có giấy chứng nhận ngày 3/11 = class_completed QC012 2026-11-03
Hạnh có giấy chứng nhận lớp cảm tình đảng 3/11 = class_completed Hạnh 2026-11-03
Hạnh, Tùng, Lan học xong lớp nhận thức về đảng chủ nhật = class_completed Hạnh,Tùng,Lan 2026-11-22
QC012 nộp đơn xin vào đảng 5/11 = applied QC012 2026-11-05
QC012 đã kê khai lý lịch = applied QC012
QC012 đã có đơn = applied QC012
QC012 viết đơn rồi = applied QC012
làm đơn xin vào Đảng: Hạnh = applied Hạnh
Hạnh và Tùng đã nộp đơn = applied Hạnh,Tùng
QC3, 5 và 7 đã nộp đơn = applied QC003,QC005,QC007
chị Hạnh (QC012) đã nộp đơn = applied QC012
QC012 Hạnh nộp đơn = applied QC012
dạ em báo cáo QC012 đã nộp đơn ạ = applied QC012
dạ em báo Hạnh nộp đơn hôm qua rồi ạ = applied Hạnh 2026-11-23
thứ 5 tuần trước QC012 nộp đơn = applied QC012 2026-11-19
qc12 nộp hồ sơ vào đảng hqua = applied QC012 2026-11-23
xác minh lý lịch QC009 xong hôm qua = verified QC009 2026-11-23
QC009 thẩm tra xong 3/11 = verified QC009 2026-11-03
lý lịch QC009 đã thẩm tra xong = verified QC009
đã thẩm tra lý lịch cho Hạnh và Tùng tuần trước = verified Hạnh,Tùng 2026-11-16
QC009 có kết quả thẩm tra = verified QC009
chi bộ ra nghị quyết đề nghị kết nạp Hạnh 5/11 = cell_resolved Hạnh 2026-11-05
nq chi bộ đề nghị kết nạp QC007 ngày 5.11.2026 = cell_resolved QC007 2026-11-05
QC012 đã có nq chi bộ 5/11 = cell_resolved QC012 2026-11-05
chi bộ biểu quyết kết nạp Hạnh = cell_resolved Hạnh
chi bộ nhất trí đề nghị kết nạp QC007 = cell_resolved QC007
chi bộ CB02 họp thông qua Hạnh hôm qua = cell_resolved Hạnh 2026-11-23
Hạnh có nghị quyết của chi bộ = cell_resolved Hạnh
Đảng ủy ra quyết định kết nạp Hạnh 12/11 = decided Hạnh 2026-11-12
Hạnh nhận quyết định kết nạp hôm kia = decided Hạnh 2026-11-22
đã có qđ kết nạp đv cho QC012 = decided QC012
qđ kết nạp QC012 ngày 12/11 = decided QC012 2026-11-12
QC012 có qđ 12/11 = decided QC012 2026-11-12
ký quyết định kết nạp QC012 ngày 12/11/2026 = decided QC012 2026-11-12
tổ chức lễ kết nạp đảng viên Hạnh hôm qua = admitted Hạnh 2026-11-23
Hạnh được kết nạp vào Đảng 19/5 = admitted Hạnh 2026-05-19
QC012 vào đảng hôm qua = admitted QC012 2026-11-23
trao quyết định kết nạp cho Hạnh sáng nay = admitted Hạnh 2026-11-24
Hạnh đã là đảng viên dự bị = admitted Hạnh
QC012 là đv dự bị từ 12/11 = admitted QC012 2026-11-12
QC012 lễ kết nạp 12/11 = admitted QC012 2026-11-12
QC012 hoàn thành lớp đảng viên mới 3/11 = new_member_class_completed QC012 2026-11-03
QC012 học xong lớp đv mới = new_member_class_completed QC012
QC012 có chứng nhận đảng viên mới 3/11 = new_member_class_completed QC012 2026-11-03
Hạnh hoàn thành lớp bồi dưỡng đảng viên mới = new_member_class_completed Hạnh
chi bộ đề nghị công nhận chính thức QC012 = official_resolved QC012
chi bộ đề nghị công nhận đảng viên chính thức cho Hạnh = official_resolved Hạnh
nq chi bộ công nhận chính thức QC012 1/10 = official_resolved QC012 2026-10-01
chi bộ họp xét chuyển chính thức cho Hạnh hôm qua = official_resolved Hạnh 2026-11-23
Hạnh chuyển đảng chính thức 1/10 = official Hạnh 2026-10-01
QC012 lên chính thức = official QC012
QC012 có quyết định công nhận đảng viên chính thức 1/10 = official QC012 2026-10-01
công nhận Hạnh là đảng viên chính thức = official Hạnh
QC012 chuyển đảng chính thức hôm qua = official QC012 2026-11-23
QC012 tạm hoãn vì mang thai = paused QC012 because mang thai
hoãn kết nạp Hạnh = paused Hạnh
dừng theo dõi QC012 do ốm = paused QC012 because ốm
tạm dừng hồ sơ của Hạnh vì thai sản = paused Hạnh because thai sản
Hạnh nộp đơn xin thôi = withdrawn Hạnh
Hạnh rút đơn vì bận việc nhà = withdrawn Hạnh because bận việc nhà
QC012 rút khỏi nguồn = withdrawn QC012
Hạnh không muốn vào đảng nữa = withdrawn Hạnh
QC012 nghỉ việc hôm qua = withdrawn QC012 2026-11-23 because nghỉ việc
QC012 không đạt = rejected QC012
chi bộ không thông qua QC012 = rejected QC012
thẩm tra lý lịch QC012 không đạt = rejected QC012
QC012 không đủ điều kiện = rejected QC012
QC012 bị loại vì vi phạm kỷ luật = rejected QC012 because vi phạm kỷ luật
đưa QC012 ra khỏi nguồn = rejected QC012
chuyển Hạnh sang CB06 = transferred Hạnh @CB06
QC012 chuyển sang chi bộ Điện tử 2 hôm qua = transferred QC012 2026-11-23 @Điện tử 2
QC012 chuyển về chi bộ cty Hoa Sen = transferred QC012 @cty Hoa Sen
Hạnh chuyển sang cty bao bì thái sơn = transferred Hạnh #bao bì thái sơn
QC012 chuyển sang làm ở Samsung = transferred QC012 #Samsung
Hạnh chuyển sinh hoạt về phường Tân Lập = transferred Hạnh @phường Tân Lập
Hạnh chuyển công tác = transferred Hạnh
QC012 chuyển đi nơi khác = transferred QC012
QC012 quay lại bước 4 = applied QC012 back
đưa QC012 về bước 3 = class_completed QC012 back
QC012 lùi lại giai đoạn thẩm tra vì thiếu giấy tờ = verified QC012 back because thiếu giấy tờ
cho Hạnh quay lại bước học lớp cảm tình = class_completed Hạnh back
dự kiến kết nạp Hạnh 12/12 = admitted Hạnh 2026-12-12 plan
lễ kết nạp Hạnh ngày 12/12/2026 = admitted Hạnh 2026-12-12 plan
tuần sau kết nạp QC012 = admitted QC012 2026-11-30 plan
chủ nhật này kết nạp Hạnh và Tùng = admitted Hạnh,Tùng 2026-11-29 plan
sẽ thẩm tra QC009 tuần sau = verified QC009 2026-11-30 plan
QC012 sắp kết nạp = admitted QC012 plan
QC012 đã nộp đơn ngày 12/12/2026 = applied QC012 2026-12-12
Trần Thị Lễ có quyết định kết nạp = decided Trần Thị Lễ
Đoàn Thị Ca học xong lớp cảm tình 20/10 = class_completed Đoàn Thị Ca 2026-10-20
Phạm Hoài Nam học xong lớp đảng viên mới = new_member_class_completed Phạm Hoài Nam
Nguyễn Văn Được đã nộp đơn = applied Nguyễn Văn Được
Nguyễn Văn Năm kết nạp thứ năm = admitted Nguyễn Văn Năm 2026-11-19
Nguyễn Thị Mai nộp đơn hôm qua = applied Nguyễn Thị Mai 2026-11-23
Thu nộp đơn 5/11 = applied Thu 2026-11-05
""".strip().splitlines()

# Names that look like keywords; only their accents and capitals tell them.
KEYWORD_NAMES = """
Lễ nộp đơn hôm qua = applied Lễ 2026-11-23
Đơn nộp đơn hôm qua = applied Đơn 2026-11-23
kết nạp Lễ sáng nay = admitted Lễ 2026-11-24
chị Công đã nộp đơn = applied Công
Công nhận quyết định kết nạp 12/11 = decided Công 2026-11-12
Đoàn có quyết định kết nạp = decided Đoàn
Ca nộp đơn rồi = applied Ca
Niên được thẩm tra lý lịch xong = verified Niên
Hội thẩm tra xong lý lịch = verified Hội
Quyết có quyết định kết nạp = decided Quyết
Chính được công nhận chính thức hôm qua = official Chính 2026-11-23
Đảng nộp đơn rồi = applied Đảng
Mai nộp đơn hôm qua = applied Mai 2026-11-23
Mai đã nộp đơn = applied Mai
kết nạp Mai = admitted Mai
Sáng nay kết nạp Thu = admitted Thu 2026-11-24
HẠNH ĐÃ NỘP ĐƠN = applied Hạnh
minh da nop don = applied Minh
kết nap hạnh chủ nhật = admitted Hạnh 2026-11-22
Chi bộ Điện tử 2 họp thông qua Hạnh và Tùng hôm qua = cell_resolved Hạnh,Tùng 2026-11-23
""".strip().splitlines()

# Questions, denials, what is under way, and talk of other things.
NO_NEWS = (
    "Hạnh chưa nộp đơn", "bao giờ kết nạp Hạnh?", "QC012 hạn khi nào", "QC012 đã nộp đơn chưa?", "QC012 chưa nộp đơn",
    "QC012 không nộp đơn", "Hạnh chưa được kết nạp", "QC012 chưa có quyết định", "Hạnh đã nộp đơn chưa",
    "ngày nào kết nạp Hạnh", "hạn nộp đơn của QC012", "QC012 thiếu gì", "đang thẩm tra lý lịch QC009",
    "QC012 đang học lớp cảm tình", "QC012 chờ quyết định", "muốn nộp đơn thì làm thế nào", "ai đã nộp đơn",
    "lịch kết nạp",
    "hôm nay họp chi bộ thông qua kế hoạch tháng", "QC012 đến bước nào rồi", "mấy người đã nộp đơn", "kết nạp",
    "QC012 cần thẩm tra lý lịch", "ai giúp đỡ QC012", "hướng dẫn nộp đơn", "danh sách đã kết nạp",
    "Hạnh có phải nộp đơn không",
)  # fmt: skip
