// Simplified Chinese texts.
import type { Translation } from '.';
import { boards } from './zh/boards';
import { comfort } from './zh/comfort';
import { entrance } from './zh/entrance';
import { exhibit } from './zh/exhibit';
import { headset } from './zh/headset';
import { moving } from './zh/moving';
import { pages } from './zh/pages';
import { staff } from './zh/staff';
import { table } from './zh/table';
import { together } from './zh/together';
import { voice } from './zh/voice';

export const zh: Translation = {
  ...entrance,
  ...pages,
  ...comfort,
  ...moving,
  ...exhibit,
  ...headset,
  ...table,
  ...staff,
  ...together,
  ...voice,
  hud: {
    people: '人员',
    call: '呼叫工作人员',
    host: '接待',
    chat: '聊天',
    help: '帮助',
    settings: '设置',
    leave: '离开',
    close: '关闭',
    fold: '收起',
    unfold: '展开',
    vr: '进入 VR',
    vrFailed: '头显未能启动：{{message}}',
    controls: '房间操作',
    walkPad: '行走：向想去的方向拖动',
  },
  rooms: {
    title: '本网点的房间',
    change: '切换房间',
    here: '您在这里',
    go: '前往{{room}}',
    arrived: '您已来到{{room}}。',
    full: '{{room}}现在已满，您仍在原来的房间。',
    locked: '{{room}}的门暂时关闭，您仍在原来的房间。',
    closed: '您无法进入{{room}}，仍在原来的房间。',
    failed: '未能前往{{room}}，请再试一次。',
  },
  ...boards,
};
