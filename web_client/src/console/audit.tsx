// What staff have done, to be read: the newest first, earlier ones on demand.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { localised, t } from '../i18n';
import { store } from '../store';
import { type AuditRecord, staffApi } from './api';
import { actInWords, reasonInWords, refusalInWords } from './audit_words';
import { Shown, useFetched } from './fetched';
import { type Act, actsOf } from './records';
import { clock } from './times';

const PAGE = 60;

function roomName(room: string): string {
  return localised(store.branch.value?.rooms.find((one) => one.room === room)?.title ?? { en: room });
}

function endName({ end, refusal }: Act): string {
  return end === 'refused' && refusal ? t('console.audit.refusedWhy', { why: refusalInWords(refusal) }) : t(`console.audit.${end}`);
}

/** Of an end whose beginning is on an earlier page the detail says why it was refused. */
function whatName({ end, record }: Act): string {
  if (end === 'unreadable') return '…';
  return actInWords(record.asked === undefined ? record : { ...record, detail: undefined });
}

function Row({ act }: { act: Act }): JSX.Element {
  const { number, at, name, about_name, room, reason, words, label } = act.record;
  const about = about_name ?? act.record.about;
  const where = [about && t('console.audit.about', { about }), room && t('console.audit.room', { room: roomName(room) }), label];
  return (
    <tr>
      <td class="figures" data-label={t('console.audit.number')}>{number}</td>
      <td class="figures" data-label={t('console.audit.when')}>{at === undefined ? '…' : clock(at)}</td>
      <td data-label={t('console.audit.who')}>{name === '' ? t('console.audit.somebody') : name}</td>
      <td data-label={t('console.audit.what')}>
        {whatName(act)} <span class="hint audit-about">{where.filter(Boolean).join(', ')}</span>
      </td>
      <td data-label={t('console.audit.why')}>
        {reason && reasonInWords(reason)} {words && <q>{words}</q>}
      </td>
      <td data-label={t('console.audit.how')}>{endName(act)}</td>
    </tr>
  );
}

const HEADS = ['number', 'when', 'who', 'what', 'why', 'how'] as const;

function Table({ records }: { records: readonly AuditRecord[] }): JSX.Element {
  return (
    <table class="audit">
      <thead>
        <tr>
          {HEADS.map((head) => (
            <th key={head} scope="col">
              {t(`console.audit.${head}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {actsOf(records).map((act) => (
          <Row key={act.record.number} act={act} />
        ))}
      </tbody>
    </table>
  );
}

export function Audit(): JSX.Element {
  const earlier = useSignal<readonly AuditRecord[]>([]);
  const source = useFetched(() => staffApi.audit(null));
  const bring = async (all: readonly AuditRecord[]): Promise<void> => {
    earlier.value = [...(await staffApi.audit(all[0].number).catch(() => [])), ...earlier.value];
  };
  return (
    <>
      <p class="lead">{t('console.audit.lead')}</p>
      <Shown
        source={source}
        show={(newest) => {
          const all = [...earlier.value, ...newest];
          if (all.length === 0) return <p class="note">{t('console.audit.none')}</p>;
          return (
            <>
              <Table records={all} />
              {all[0].number > 1 && all.length >= PAGE && (
                <button type="button" class="secondary small" onClick={() => void bring(all)}>
                  {t('console.audit.earlier')}
                </button>
              )}
            </>
          );
        }}
      />
    </>
  );
}
