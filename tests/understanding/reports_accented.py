"""Reports typed with accents, and what they say: name | year | gender | enterprise | shift | introducer."""

# A hyphen stands for what was not said.
ACCENTED = (
    (
        "em báo nguồn: Nguyễn Văn Nam 98 nam cty thực phẩm hoa sen ca đêm hội pn gt",
        "Nguyễn Văn Nam | 1998 | male | Công ty TNHH Thực phẩm Hoa Sen | night | womens_union",
    ),
    (
        "Họ tên: Nguyễn Thị Hạnh\nNăm sinh: 1998\nCông ty: May Hồng Hà\nCa: 2\nGiới thiệu: công đoàn",
        "Nguyễn Thị Hạnh | 1998 | - | May Hồng Hà | 2 | trade_union",
    ),
    (
        "Nguyễn Thị Hạnh; 1998; nữ; Công ty CP Bao bì Thái Sơn; ca 3; công đoàn",
        "Nguyễn Thị Hạnh | 1998 | female | Công ty CP Bao bì Thái Sơn | 3 | trade_union",
    ),
    ("báo nguồn Trần Thị Mai cmnd 090123456 sđt 0912 345 678 sn 92", "Trần Thị Mai | 1992 | - | - | - | -"),
    (
        "đảng viên Nguyễn Văn B giới thiệu Trần Thị Hoa 1995 cty may hồng hà",
        "Trần Thị Hoa | 1995 | - | May Hồng Hà | - | member",
    ),
    ("báo nguồn Trần Thị Hoa 1995 dv nguyen van tung gt", "Trần Thị Hoa | 1995 | - | - | - | member"),
    ("báo nguồn anh Lê Văn Sơn 2015 cty sông công", "Lê Văn Sơn | - | male | Sông Công | - | -"),
    (
        "báo nguồn nữ Nguyễn Thị Hằng 30t cty logistics viet hung",
        "Nguyễn Thị Hằng | 1996 | female | Logistics Viet Hung | - | -",
    ),
    ("báo nguồn Phạm Công Sơn '98 đoàn gt", "Phạm Công Sơn | 1998 | - | - | - | youth_union"),
    (
        "báo nguồn Hoàng Văn Đoàn 2k1 nam cơ khí chính xác thái sơn cty cp đoàn thanh niên gt, chưa hỏi ý kiến",
        "Hoàng Văn Đoàn | 2001 | male | Công ty CP Cơ khí chính xác Thái Sơn | - | youth_union",
    ),
    ("báo nguồn Hạnh 98", "Hạnh | 1998 | - | - | - | -"),
    ("đoàn thanh niên gt: Nguyễn Thị Hạnh 1998 cty hoa sen", "Nguyễn Thị Hạnh | 1998 | - | Hoa Sen | - | youth_union"),
    ("báo nguồn Đoàn Thanh Niên 1990 cty thái sơn ca 2", "Đoàn Thanh Niên | 1990 | - | Thái Sơn | 2 | -"),
    ("báo nguồn nguyễn công đoàn 1990 công đoàn gt", "Nguyễn Công Đoàn | 1990 | - | - | - | trade_union"),
    ("báo nguồn Đoàn Thị Ca 95 cty sông công ca: 2", "Đoàn Thị Ca | 1995 | - | Sông Công | 2 | -"),
    (
        "Dạ em chào anh, em xin báo nguồn mới: chị Trần Thị Thu Hà sinh năm "
        "1994 làm ở công ty Samsung Việt Nam ca ngày do nữ công giới thiệu ạ",
        "Trần Thị Thu Hà | 1994 | female | Samsung Việt Nam | day | womens_union",
    ),
    ("báo nguon nguyen van a 1990 cty abc ca 1 cd gt", "Nguyễn Văn A | 1990 | - | Abc | 1 | trade_union"),
    (
        "giới thiệu quần chúng: Lò Thị Mai, 1999, dân tộc Thái, cty TNHH MTV Động cơ Hoa Sen, kíp D, đoàn cơ sở",
        "Lò Thị Mai | 1999 | - | Công ty TNHH MTV Động cơ Hoa Sen | D | youth_union",
    ),
    (
        "nguyễn thị ngọc ánh 2000 cty dệt may hoa sen ca 3 đtn gt",
        "Nguyễn Thị Ngọc Ánh | 2000 | - | Dệt May Hoa Sen | 3 | youth_union",
    ),
    (
        "báo nguồn: tran thi bich ngoc, nu, 12-5-96, c.ty may mac kim son, kip b, g.thieu: hoi phu nu",
        "Trần Thị Bích Ngọc | 1996 | female | May Mac Kim Son | B | womens_union",
    ),
    (
        "báo nguồn NGUYỄN THỊ HẠNH 1998 CTY HOA SEN CA 2 CÔNG ĐOÀN GT",
        "Nguyễn Thị Hạnh | 1998 | - | Hoa Sen | 2 | trade_union",
    ),
    (
        "báo nguồn vũ đức nam cường 1993 cty điện tử nam cường",
        "Vũ Đức Nam Cường | 1993 | - | Công ty TNHH Điện tử Nam Cường | - | -",
    ),
    (
        "báo nguồn Ca Văn Kíp 1990 kíp A cty cáp điện hoa sen",
        "Ca Văn Kíp | 1990 | - | Công ty CP Cáp điện Hoa Sen | A | -",
    ),
    (
        "báo nguồn Nguyễn Thị Nguồn sinh năm 1991 công ty khuôn mẫu núi cốc hành chính hội phụ nữ giới thiệu",
        "Nguyễn Thị Nguồn | 1991 | - | Công ty TNHH Khuôn mẫu Núi Cốc | HC | womens_union",
    ),
    ("báo nguồn Trần Văn Đồng Chí 1991", "Trần Văn Đồng Chí | 1991 | - | - | - | -"),
    ("báo nguồn đồng chí Trần Văn Chí 1991", "Trần Văn Chí | 1991 | - | - | - | -"),
    ("báo nguồn Lâm Văn Hội 88 đảng viên giới thiệu", "Lâm Văn Hội | 1988 | - | - | - | member"),
    (
        "báo nguồn lam thi ben 1995 lam o may mac phuong nam",
        "Lâm Thị Ben | 1995 | - | Công ty TNHH May mặc Phương Nam | - | -",
    ),
    ("báo nguồn Nguyễn Thị Hạnh 17 tuổi", "Nguyễn Thị Hạnh | - | - | - | - | -"),
    ("báo nguồn Nguyễn Thị Hạnh sn 31/2/1996", "Nguyễn Thị Hạnh | - | - | - | - | -"),
    (
        "báo nguồn Nguyễn Thị Hạnh sinh 5/1996 cty vlxd hoa sen",
        "Nguyễn Thị Hạnh | 1996 | - | Công ty TNHH MTV Vật liệu xây dựng Hoa Sen | - | -",
    ),
    ("báo nguồn Nguyễn Thị Hạnh ngày sinh 12 tháng 5 năm 1996", "Nguyễn Thị Hạnh | 1996 | - | - | - | -"),
    ("báo nguồn mới em Hạnh ca 2", "Hạnh | - | - | - | 2 | -"),
    (
        "báo nguồn nguyễn thị lan 1998 giới tính: nữ; đơn vị: may mặc kim sơn; gt: công đoàn; ca: hành chính",
        "Nguyễn Thị Lan | 1998 | female | May Mặc Kim Sơn | HC | trade_union",
    ),
    ("báo nguồn hoàng thị thuỳ 98 cty thuỷ sản", "Hoàng Thị Thuỳ | 1998 | - | Thuỷ Sản | - | -"),
    (
        "Đoàn Lê Hạnh 1995 cty hoa sen thực phẩm đoàn tn gt",
        "Đoàn Lê Hạnh | 1995 | - | Công ty TNHH Thực phẩm Hoa Sen | - | youth_union",
    ),
    ("báo nguồn Hội Văn Nam 95 hội pn gt", "Hội Văn Nam | 1995 | - | - | - | womens_union"),
    ("báo nguồn Lê Nữ Hoàng Oanh 95 nữ", "Lê Nữ Hoàng Oanh | 1995 | female | - | - | -"),
    ("báo nguồn nguyễn văn công đoàn thanh niên gt 95", "Nguyễn Văn Công | 1995 | - | - | - | youth_union"),
    ("báo nguồn Nguyễn Văn Công, Đoàn gt, 95", "Nguyễn Văn Công | 1995 | - | - | - | youth_union"),
    ("báo nguồn: Bàn Văn Chi 1999 chi đoàn gt", "Bàn Văn Chi | 1999 | - | - | - | youth_union"),
    ("báo nguồn Hoàng Thị Ban, ban nữ công gt, 1990", "Hoàng Thị Ban | 1990 | - | - | - | womens_union"),
    ("báo nguồn Trần Sơn Nam 1990 sơn la", "Trần Sơn Nam | 1990 | - | - | - | -"),
    ("báo nguồn lê thanh hạnh nam 1998", "Lê Thanh Hạnh | 1998 | male | - | - | -"),
    (
        "báo nguồn Lê Văn Tùng 1995 công nhân cty dệt may thái sơn, đ/c Nguyễn Văn Nam giới thiệu",
        "Lê Văn Tùng | 1995 | - | Công ty TNHH Dệt may Thái Sơn | - | member",
    ),
    ("báo nguồn Lê Văn Tùng, 5/1995, gt nam, gt: đoàn tn", "Lê Văn Tùng | 1995 | male | - | - | youth_union"),
    (
        "báo nguồn\nNguyễn Thị Hạnh\n1998\nnữ\ncty thực phẩm hoa sen\nca 2\ncông đoàn",
        "Nguyễn Thị Hạnh | 1998 | female | Công ty TNHH Thực phẩm Hoa Sen | 2 | trade_union",
    ),
    (
        "báo nguồn mới nhé: Đỗ Đình Dũng 90, DN005, 4 nghỉ 2",
        "Đỗ Đình Dũng | 1990 | - | Công ty TNHH Thực phẩm Bình Minh | 4-2 | -",
    ),
    ("báo nguồn Nguyễn Thị Hạnh DN009 12h kíp D", "Nguyễn Thị Hạnh | - | - | Công ty TNHH Thực phẩm Hoa Sen | 12H | -"),
    ("Nguyễn Thị Hạnh sinh năm 1998 làm công ty mình ca hành chính", "Nguyễn Thị Hạnh | 1998 | - | - | HC | -"),
    (
        "báo nguồn Trần Mạnh Hùng sn 1990 cty TNHH MTV Dệt may Hoa Sen",
        "Trần Mạnh Hùng | 1990 | - | Công ty TNHH MTV Dệt may Hoa Sen | - | -",
    ),
    (
        "báo nguồn Trần Mạnh Hùng sn 1990 cty cổ phần dệt may hoa sen ca 3",
        "Trần Mạnh Hùng | 1990 | - | Công ty CP Dệt may Hoa Sen | 3 | -",
    ),
    (
        "báo nguồn Trần Mạnh Hùng sn 1990 cty trách nhiệm hữu hạn một thành viên dệt may hoa sen",
        "Trần Mạnh Hùng | 1990 | - | Công ty TNHH MTV Dệt may Hoa Sen | - | -",
    ),
    ("báo nguồn Y Ban Niê 1990 nữ", "Y Ban Niê | 1990 | female | - | - | -"),
    (
        "báo nguồn Nguyễn Thị Hạnh (1998, nữ, cty bao bì thái sơn, ca 2, cđ gt)",
        "Nguyễn Thị Hạnh | 1998 | female | Công ty CP Bao bì Thái Sơn | 2 | trade_union",
    ),
    (
        "báo nguồn Nguyễn Thị Hạnh - 1998 - nữ - bao bì thái sơn - ca 2 - cđ",
        "Nguyễn Thị Hạnh | 1998 | female | Công ty CP Bao bì Thái Sơn | 2 | trade_union",
    ),
    (
        "báo nguồn ca 2 cty bao bì thái sơn công đoàn gt nguyễn thị hạnh 1998",
        "Nguyễn Thị Hạnh | 1998 | - | Công ty CP Bao bì Thái Sơn | 2 | trade_union",
    ),
    ("báo nguồn ng thi hanh 98", "Nguyễn Thị Hạnh | 1998 | - | - | - | -"),
    ("báo nguồn nguyễn thị hạnh 1998 đã đồng ý", "Nguyễn Thị Hạnh | 1998 | - | - | - | -"),
    (
        "báo nguồn vàng thị mỷ 1998 cty linh kiện hoa sen",
        "Vàng Thị Mỷ | 1998 | - | Công ty TNHH MTV Linh kiện Hoa Sen | - | -",
    ),
    ("nhờ anh báo nguồn giúp em: Nguyễn Thị Hạnh 98", "Nguyễn Thị Hạnh | 1998 | - | - | - | -"),
    (
        "báo nguồn Lường Văn Thìn 1988 nam công ty TNHH Nhựa kỹ "
        "thuật Ánh Dương, ca đêm, đảng viên Hoàng Văn Lộc giới thiệu",
        "Lường Văn Thìn | 1988 | male | Công ty TNHH Nhựa kỹ thuật Ánh Dương | night | member",
    ),
    (
        "báo nguồn Vi Thị Nga '94 ct cơ khí chính xác đông á, 12 tiếng, kíp C, hlhpn gt",
        "Vi Thị Nga | 1994 | - | Công ty TNHH Cơ khí chính xác Đông Á | 12H | womens_union",
    ),
    (
        "báo nguồn Bế Ngọc Quyền 1-1-1990 nhựa kỹ thuật sao mai 3 ca",
        "Bế Ngọc Quyền | 1990 | - | Công ty TNHH MTV Nhựa kỹ thuật Sao Mai | 3CA | -",
    ),
    ("báo nguồn Lê Công Đoàn Viên 1995", "Lê Công Đoàn Viên | 1995 | - | - | - | -"),
    ("báo nguồn đoàn văn đoàn 1990 đoàn tn", "Đoàn Văn Đoàn | 1990 | - | - | - | youth_union"),
    ("báo nguồn Đồng Thị Sơn, cty thái sơn khuôn mẫu, 1993", "Đồng Thị Sơn | 1993 | - | Thái Sơn Khuôn Mẫu | - | -"),
    (
        "báo nguồn nguyễn nam phương 1996 thực phẩm phương nam nữ",
        "Nguyễn Nam Phương | 1996 | female | Công ty TNHH MTV Thực phẩm Phương Nam | - | -",
    ),
    (
        "báo nguồn Nguyễn Minh Quang 1991 động cơ minh quang cp",
        "Nguyễn Minh Quang | 1991 | - | Công ty CP Động cơ Minh Quang | - | -",
    ),
    (
        "báo nguồn bạn Ma Văn Khánh 24t cty bắc hà kim loại mtv",
        "Ma Văn Khánh | 2002 | - | Công ty TNHH MTV Kim loại Bắc Hà | - | -",
    ),
    (
        "báo nguồn: họ tên Hà Văn Quyết; năm sinh 1987; giới tính nam; "
        "cty cp kim loại vạn xuân; ca 1; người giới thiệu: công đoàn",
        "Hà Văn Quyết | 1987 | male | Công ty CP Kim loại Vạn Xuân | 1 | trade_union",
    ),
    (
        "báo nguồn LE THI HOA sinh ngay 2/9/1995 lam tai cty det may van xuan cp",
        "Lê Thị Hoa | 1995 | - | Công ty CP Dệt may Vạn Xuân | - | -",
    ),
    ("báo nguồn Phạm Nhật Nam Phong 1999 đtncs gt", "Phạm Nhật Nam Phong | 1999 | - | - | - | youth_union"),
    ("báo nguồn Vũ Thị Mười 1985 kíp a 4 nghỉ 2", "Vũ Thị Mười | 1985 | - | - | 4-2 | -"),
    ("báo nguồn Mai Thị Năm năm 1990", "Mai Thị Năm | 1990 | - | - | - | -"),
    (
        "báo nguồn Trương Thị Sáu sinh năm 85 làm 3 ca 4 kíp cty điện tử tiến lộc",
        "Trương Thị Sáu | 1985 | - | Công ty TNHH Điện tử Tiến Lộc | 4K | -",
    ),
    ("báo nguồn Ngô Gia Tự 1996, chưa đồng ý", "Ngô Gia Tự | 1996 | - | - | - | -"),
    ("báo nguồn tạ quang bửu 1989 bí thư chi đoàn gt", "Tạ Quang Bửu | 1989 | - | - | - | youth_union"),
    ("báo nguồn Lý Thị Hương 1965", "Lý Thị Hương | - | - | - | - | -"),
    ("báo nguồn Lý Thị Hương 1966", "Lý Thị Hương | 1966 | - | - | - | -"),
    ("báo nguồn Lý Thị Hương 2009", "Lý Thị Hương | - | - | - | - | -"),
    ("báo nguồn Lý Thị Hương 2008", "Lý Thị Hương | 2008 | - | - | - | -"),
    ("báo nguồn Lý Thị Hương 45", "Lý Thị Hương | - | - | - | - | -"),
    ("báo nguồn Lý Thị Hương sinh 30/2/1990 ca 1", "Lý Thị Hương | - | - | - | 1 | -"),
    (
        "bao nguon vu thi thom 93 c ty khuon mau phu thing ca 2 c.đ gt",
        "Vũ Thị Thơm | 1993 | - | Công ty TNHH MTV Khuôn mẫu Phú Thịnh | 2 | trade_union",
    ),
    (
        "báo nguồn anh Đặng Hữu Nghĩa - sinh năm 1990 - công nhân công ty TNHH MTV Kim loại Đông Á - ca 1",
        "Đặng Hữu Nghĩa | 1990 | male | Công ty TNHH MTV Kim loại Đông Á | 1 | -",
    ),
    ("báo nguồn 1 bạn: Quách Thị Trang sn 98", "Quách Thị Trang | 1998 | - | - | - | -"),
    (
        "có nguồn mới: Lưu Thị Oanh 98 cty TNHH Linh kiện An Phát",
        "Lưu Thị Oanh | 1998 | - | Công ty TNHH Linh kiện An Phát | - | -",
    ),
    (
        "Báo cáo nguồn mới: Lưu Thị Oanh 98 cty TNHH Linh kiện An Phát",
        "Lưu Thị Oanh | 1998 | - | Công ty TNHH Linh kiện An Phát | - | -",
    ),
    ("báo quần chúng ưu tú Lưu Thị Oanh 98", "Lưu Thị Oanh | 1998 | - | - | - | -"),
    ("Kính gửi ban chấp hành, em xin báo nguồn Lưu Thị Oanh 98 ạ", "Lưu Thị Oanh | 1998 | - | - | - | -"),
    ("báo nguồn Luu Thị Oanh 98", "Lưu Thị Oanh | 1998 | - | - | - | -"),
    (
        "báo nguồn nguyễn văn trỗi,nam,1990,cty hoa sen logistics,ca 2,công đoàn",
        "Nguyễn Văn Trỗi | 1990 | male | Công ty TNHH MTV Logistics Hoa Sen | 2 | trade_union",
    ),
    (
        "báo nguồn Nguyễn Văn Tùng đảng viên gt cty may mặc sông cầu",
        "Nguyễn Văn Tùng | - | - | Công ty CP May mặc Sông Cầu | - | member",
    ),
    ("báo nguồn Trần Thị Thanh Niên 1990 đoàn thanh niên", "Trần Thị Thanh Niên | 1990 | - | - | - | youth_union"),
    ("báo nguồn Nguyễn Thanh Lâm ca2 1995", "Nguyễn Thanh Lâm | 1995 | - | - | 2 | -"),
    (
        "báo nguồn Lý Minh Vân Công ty TNHH Cơ khí chính xác Hải Đăng 1996",
        "Lý Minh Vân | 1996 | - | Công ty TNHH Cơ khí chính xác Hải Đăng | - | -",
    ),
    ("báo nguồn Phan Minh Thắng 02 ca 1", "Phan Minh Thắng | 2002 | - | - | 1 | -"),
    ("báo nguồn 76 Triệu Hồng Hạnh hc", "Triệu Hồng Hạnh | 1976 | - | - | HC | -"),
    ("báo nguồn làm ở May mặc Tam Đảo Đào Ngọc Tú 82", "Đào Ngọc Tú | 1982 | - | May Mặc Tam Đảo | - | -"),
)
