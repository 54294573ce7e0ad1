// An exhibit on one's own table, in Chinese.
export const table = {
  table: {
    begin: '放到我的桌上',
    help: '如果您的设备能显示您的房间，可以通过展品卡片把展品放到您面前的桌上。您房间里的任何信息都不会发送出去。',
    title: '在您身边的“{{exhibit}}”',
    point: '指向您的桌面并按下，展品就会放在那里。',
    aim: '移动手机，让圆环落在您的桌面上。',
    reading: '滑动可以转动展品，点按数字可以了解相应部分。',
    reach: '按住扳机并挥动手可以转动它，摇杆可以缩放；指向数字可以了解相应部分。',
    put: '放在这里',
    lift: '移动展品',
    smaller: '缩小',
    larger: '放大',
    next: '下一部分',
    back: '返回网点',
    alone: '只有您能看到这些。其他人看到您仍站在原处，您房间里的任何信息都不会发送出去。',
    returned: '您已回到网点，仍在原来的位置。',
    failed: '您的设备暂时无法显示您的房间。',
  },
};
