// What is told when one is not heard: why, and what to do about it.
import { t } from '../i18n';
import type { VoiceState } from '../protocol/generated';
import { nameOf } from '../voicing';
import type { Taken } from './desk';
import type { Answered } from './line';
import type { MicrophoneProblem } from './microphone';

export function problemWords(problem: MicrophoneProblem): string {
  return t(`voice.problem.${problem}`);
}

/** Null where it is told otherwise, or is one's own doing. */
export function silencedWords(why: Taken, { stage }: VoiceState): string | null {
  switch (why) {
    case 'grouped':
    case 'ungrouped':
    case 'aside':
    case 'muted': // staff's act is told with its reason
      return null;
    case 'otherGroup':
      return t('voice.otherGroup');
    case 'stage':
      return t('voice.stageOver');
    case 'taken':
      return t('voice.stageTaken', { name: nameOf(stage ?? '') });
    case 'no_stage':
      return t('voice.noStage');
    case 'in_group':
      return t('voice.stageInGroup');
    case 'off':
      return t('voice.off');
    default:
      return t('voice.failed');
  }
}

export function groupWords(answered: Answered): string {
  switch (answered) {
    case 'no_such_member':
      return t('voice.group.gone');
    case 'in_group':
      return t('voice.group.other');
    case 'too_many':
      return t('voice.group.full');
    case 'on_stage':
      return t('voice.group.stage');
    default:
      return t('voice.failed');
  }
}
