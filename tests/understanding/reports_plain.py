"""Reports typed without accents, and what they say: name | year | gender | enterprise | shift | introducer."""

# A hyphen stands for what was not said.
PLAIN = (
    (
        "bao nguon nguyen thi hanh 1998 cty hoa sen ca 2 cong doan gioi thieu",
        "Nguyễn Thị Hạnh | 1998 | - | Hoa Sen | 2 | trade_union",
    ),
    (
        "bao nguon le thi my duyen sn 99 ben bao bi thai son kip c, doan tn gt",
        "Lê Thị Mỹ Duyên | 1999 | - | Công ty CP Bao bì Thái Sơn | C | youth_union",
    ),
    ("/bao_nguon@bot nguyen thi hanh 98", "Nguyễn Thị Hạnh | 1998 | - | - | - | -"),
    ("bao nguon nguyen thi hanh 98 cccd 019098001234 cty hoa sen", "Nguyễn Thị Hạnh | 1998 | - | Hoa Sen | - | -"),
    (
        "bao nguon pham thi nu 1995 nu ct dien tu tam dao hc hoi pn gt",
        "Phạm Thị Nụ | 1995 | female | Công ty CP Điện tử Tam Đảo | HC | womens_union",
    ),
    ("bao nguon nguyen van hoai nam 95 nam", "Nguyễn Văn Hoài Nam | 1995 | male | - | - | -"),
    (
        "bao nguon nguyen thi thu hang 12.05.96 cty khuon mau hoa sen kcn nam pho yen 12h kip a",
        "Nguyễn Thị Thu Hằng | 1996 | - | Công ty TNHH Khuôn mẫu Hoa Sen | 12H | -",
    ),
    (
        "cty tnhh logistics viet hung, nguyen van an 95, ca 1, cd",
        "Nguyễn Văn An | 1995 | - | Công ty TNHH Logistics Việt Hưng | 1 | trade_union",
    ),
    (
        "BAO NGUON TRAN VAN NAM 1990 NAM CTY THUC PHAM PHUONG NAM CA 1 CD GT",
        "Trần Văn Nam | 1990 | male | Công ty TNHH MTV Thực phẩm Phương Nam | 1 | trade_union",
    ),
    ("bao nguon do thi hoa 95 do cong doan gt", "Đỗ Thị Hoa | 1995 | - | - | - | trade_union"),
    (
        "bao nguon dang thi huong 1995 dang lam kim loai gia phu ca dem dang vien le van tam gioi thieu",
        "Đặng Thị Hương | 1995 | - | Công ty TNHH Kim loại Gia Phú | night | member",
    ),
    ("nguon: nguyen thi hanh 98", "Nguyễn Thị Hạnh | 1998 | - | - | - | -"),
    ("boa nguon nguyen thi lan 99", "Nguyễn Thị Lan | 1999 | - | - | - | -"),
    ("baonguon nguyen thi lan 99", "Nguyễn Thị Lan | 1999 | - | - | - | -"),
    ("bao nguon tran nam son 1990 nam", "Trần Nam Sơn | 1990 | male | - | - | -"),
    (
        "bao nguon nguyen thi hanh nam 1998 cty thuc pham hoa sen",
        "Nguyễn Thị Hạnh | 1998 | - | Công ty TNHH Thực phẩm Hoa Sen | - | -",
    ),
    (
        "bao nguon nguyen van hanh nam 1998 cty thuc pham hoa sen",
        "Nguyễn Văn Hạnh | 1998 | male | Công ty TNHH Thực phẩm Hoa Sen | - | -",
    ),
    ("bao nguon le thanh hanh nam 1998", "Lê Thanh Hạnh | 1998 | - | - | - | -"),
    (
        "bao nguon tran manh hung 90 hoasen thucpham ca1",
        "Trần Mạnh Hùng | 1990 | - | Công ty TNHH Thực phẩm Hoa Sen | 1 | -",
    ),
    (
        "bao nguon tran manh hung 90 cty thuc pham hoa sem ca 1 3 ca",
        "Trần Mạnh Hùng | 1990 | - | Công ty TNHH Thực phẩm Hoa Sen | 1 | -",
    ),
    ("bao nguon tran manh hung sinh 90 ct hoa sen ca i", "Trần Mạnh Hùng | 1990 | - | Hoa Sen | 1 | -"),
    (
        "bao nguon tran manh hung 90 kcn yen binh dong co hoa sen",
        "Trần Mạnh Hùng | 1990 | - | Công ty TNHH MTV Động cơ Hoa Sen | - | -",
    ),
    (
        "bao nguon tran manh hung 90 hoa sen kcn song cong 2",
        "Trần Mạnh Hùng | 1990 | - | Công ty TNHH May mặc Hoa Sen | - | -",
    ),
    (
        "report candidate Nguyen Van An 1990 male company Hoa Sen shift 2 introduced by trade union",
        "Nguyễn Văn An | 1990 | male | Hoa Sen | 2 | trade_union",
    ),
    (
        "1998 nguyen thi hanh bao bi thai son ca 2 cong doan",
        "Nguyễn Thị Hạnh | 1998 | - | Công ty CP Bao bì Thái Sơn | 2 | trade_union",
    ),
    ("bao nguon pham thi thuy duong 2001 dm hoa sen", "Phạm Thị Thùy Dương | 2001 | - | Dm Hoa Sen | - | -"),
    ("bao nguon Nguyen Thi Hanh sinh nam 1998 nu", "Nguyễn Thị Hạnh | 1998 | female | - | - | -"),
    ("bao nguon nguyen dong y nhi 1998 dong y roi", "Nguyễn Đông Ý Nhi | 1998 | - | - | - | -"),
    (
        "vang thi hanh 1998 cty linh kien hoa sen ca 2",
        "Vàng Thị Hạnh | 1998 | - | Công ty TNHH MTV Linh kiện Hoa Sen | 2 | -",
    ),
    (
        "cong doan gioi thieu nguyen thi hanh 98 cty may mac hoa sen",
        "Nguyễn Thị Hạnh | 1998 | - | Công ty TNHH May mặc Hoa Sen | - | trade_union",
    ),
    (
        "gioi thieu nguyen thi hanh 98 cty may mac hoa sen",
        "Nguyễn Thị Hạnh | 1998 | - | Công ty TNHH May mặc Hoa Sen | - | -",
    ),
    (
        "bao nguon hoang van thang sn 1993 cty tnhh kim loai song cau ca 3 doan tn gt",
        "Hoàng Văn Thắng | 1993 | - | Công ty TNHH Kim loại Sông Cầu | 3 | youth_union",
    ),
    (
        "bao nguon nong thi luyen 2002 cty mtv det may gia phu kip a hoi phu nu",
        "Nông Thị Luyến | 2002 | - | Công ty TNHH MTV Dệt may Gia Phú | A | womens_union",
    ),
    (
        "bao nguon trieu duc manh 2k cty cp thiet bi y te tien loc hc cdcs",
        "Triệu Đức Mạnh | 2000 | - | Công ty CP Thiết bị y tế Tiến Lộc | HC | trade_union",
    ),
    (
        "bao nguon pham van kip 92 nam ben logistics binh minh kip d doan thanh nien",
        "Phạm Văn Kíp | 1992 | male | Logistics Binh Minh | D | youth_union",
    ),
    ("bao nguon le thi hoi 97 hoi phu nu gioi thieu", "Lê Thị Hợi | 1997 | - | - | - | womens_union"),
    ("bao nguon nguyen thi cong 97 cong doan", "Nguyễn Thị Công | 1997 | - | - | - | trade_union"),
    (
        "bao nguon nguyen binh minh 91 cty thuc pham binh minh",
        "Nguyễn Bình Minh | 1991 | - | Công ty TNHH Thực phẩm Bình Minh | - | -",
    ),
    ("bao nguon kim son 91", "Kim Sơn | 1991 | - | - | - | -"),
    (
        "bao nguon chi hang 90 cty hoa sen logistics",
        "Hằng | 1990 | female | Công ty TNHH MTV Logistics Hoa Sen | - | -",
    ),
    (
        "sn 1990 le van luc ca 2 cty cap dien tien loc cong doan gt",
        "Lê Văn Lực | 1990 | - | Công ty TNHH Cáp điện Tiến Lộc | 2 | trade_union",
    ),
    (
        "cong doan gt le van luc sn 1990 cap dien tien loc ca 2",
        "Lê Văn Lực | 1990 | - | Công ty TNHH Cáp điện Tiến Lộc | 2 | trade_union",
    ),
    (
        "ca 2 le van luc cap dien tien loc 1990 gt cong doan",
        "Lê Văn Lực | 1990 | - | Công ty TNHH Cáp điện Tiến Lộc | 2 | trade_union",
    ),
    ("bao nguon chu thi thuy 1 9 9 8", "Chu Thị Thủy | - | - | - | - | -"),
    ("bao nguonn nguyen thi huong 95 congdoan gioithieu", "Nguyễn Thị Hương | 1995 | - | - | - | trade_union"),
    (
        "bao ngun do manh tuong 91 cty det may sao mai ca 2 doan thanh nein gt",
        "Đỗ Mạnh Tường | 1991 | - | Công ty CP Dệt may Sao Mai | 2 | youth_union",
    ),
    (
        "bao nguon vu thi thom 93 xn khuon mau phu thinh ban nu cong gthieu",
        "Vũ Thị Thơm | 1993 | - | Công ty TNHH MTV Khuôn mẫu Phú Thịnh | - | womens_union",
    ),
    (
        "bao nguon duong van hoa 94 cong ti khuon mau dai phong",
        "Dương Văn Hòa | 1994 | - | Khuon Mau Dai Phong | - | -",
    ),
    ("bao nguon nguyen thanh lam ca2 1973", "Nguyễn Thanh Lâm | 1973 | - | - | 2 | -"),
    (
        "bao nguon pham quoc lam cong ty tnhh det may an phat",
        "Phạm Quốc Lâm | - | - | Công ty TNHH Dệt may An Phát | - | -",
    ),
    ("bao nguon nguyen kim van sn 79", "Nguyễn Kim Vân | 1979 | - | - | - | -"),
    ("bao nguon do dinh hung - ca 1 - nam - sn 06", "Đỗ Đình Hùng | 2006 | male | - | 1 | -"),
    (
        "bao nguon tran thuy hue 93 nu cong ty cp logistics kim son",
        "Trần Thùy Huệ | 1993 | female | Công ty CP Logistics Kim Sơn | - | -",
    ),
    ("bao nguon nam cap dien nam cuong, le van an 80", "Lê Văn An | 1980 | male | Cap Dien Nam Cuong | - | -"),
)
