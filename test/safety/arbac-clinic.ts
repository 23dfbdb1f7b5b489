/**
 * Eight questions about a clinic, in the manner of the hospital policies by which solvers of the field are compared, with answers found by hand.
 * Each says why; in those that are impossible only the negative conditions forbid it.
 */
interface ClinicCase {
  readonly name: string
  readonly reachable: boolean
  /** Whether only negative conditions stand in the way. */
  readonly onlyApart: boolean
  readonly because: string
  readonly text: string
}

export const clinic: readonly ClinicCase[] = [
  {
    name: 'a newcomer comes to treat',
    reachable: true,
    onlyApart: false,
    because: 'the director employs, the head physician admits to the ward, the ward nurse opens the records',
    text: `Roles Director HeadPhysician Physician Nurse WardNurse Porter Records Treats;
Users dora hugo nele new1 new2;
UA <dora,Director> <hugo,HeadPhysician> <nele,WardNurse>;
CR <Director,Physician> <Director,Nurse> <Director,Porter>;
CA <Director,-Nurse&-Porter,Physician> <Director,-Physician&-Porter,Nurse> <Director,-Physician&-Nurse,Porter>
   <WardNurse,Physician,Records> <HeadPhysician,Records&Physician,Treats>;
Goal Treats;`,
  },
  {
    name: 'prescribing and dispensing stay apart',
    reachable: false,
    onlyApart: true,
    because: 'no rule takes either duty, and each excludes the other',
    text: `Roles Director Prescribes Dispenses Clerk Both Stock Night;
Users dora paul penny carl;
UA <dora,Director> <paul,Prescribes> <penny,Dispenses> <carl,Clerk>;
CR <Director,Clerk> <Director,Stock> <Prescribes,Night>;
CA <Director,-Dispenses,Prescribes> <Director,-Prescribes,Dispenses> <Director,TRUE,Clerk>
   <Dispenses,Clerk,Stock> <Prescribes,Stock&-Night,Night> <Director,Prescribes&Dispenses&Stock,Both>;
Goal Both;`,
  },
  {
    name: 'prescribing and dispensing one after the other',
    reachable: true,
    onlyApart: false,
    because: 'the stamp outlives the duty that gave it',
    text: `Roles Director Prescribes Dispenses PStamp DStamp Both;
Users dora paul;
UA <dora,Director>;
CR <Director,Prescribes> <Director,Dispenses>;
CA <Director,-Dispenses,Prescribes> <Director,-Prescribes,Dispenses>
   <Director,Prescribes,PStamp> <Director,Dispenses,DStamp> <Director,PStamp&DStamp,Both>;
Goal Both;`,
  },
  {
    name: 'the keeper of the keys hands them on before leaving',
    reachable: true,
    onlyApart: false,
    because: 'one account must take the keys first and act for the other, which may not hold them',
    text: `Roles Keeper Keys Leaver Discharged;
Users kim lee;
UA <kim,Keeper> <lee,Keeper>;
CR <Keeper,Keeper>;
CA <Keeper,-Leaver,Keys> <Keeper,-Keys,Leaver> <Keys,Leaver&-Keeper,Discharged>;
Goal Discharged;`,
  },
  {
    name: 'the only keeper of the keys cannot leave',
    reachable: false,
    onlyApart: true,
    because: 'whoever could act would have to be the one who may not hold the keys, and there is nobody else',
    text: `Roles Keeper Keys Leaver Discharged;
Users kim;
UA <kim,Keeper>;
CR <Keeper,Keeper> <Keeper,Keys>;
CA <Keeper,-Leaver,Keys> <Keeper,-Keys,Leaver> <Keys,Leaver&-Keys,Discharged>;
Goal Discharged;`,
  },
  {
    name: 'a patient is referred through three hands',
    reachable: true,
    onlyApart: false,
    because: 'three accounts can each become what the next step needs, in this order only',
    text: `Roles Reception Patient Primary Referred Team Consent Target;
Users rex pat doc spec;
UA <rex,Reception> <doc,Primary> <spec,Referred>;
CR <Reception,Patient> <Primary,Referred> <Patient,Consent>;
CA <Reception,-Primary&-Referred,Patient> <Patient,Patient&-Team,Consent> <Primary,Referred&-Consent,Team>
   <Team,Consent&Patient,Target>;
Goal Target;`,
  },
  {
    name: 'a role in the way of the one who acts must first be taken',
    reachable: true,
    onlyApart: false,
    because:
      'the deputy is on leave at the start; only once the leave is taken can the deputy come to act: whoever looks at the goal alone misses it',
    text: `Roles Director Deputy OnLeave Acting Target;
Users dora dan;
UA <dora,Director> <dan,Deputy> <dan,OnLeave>;
CR <Director,OnLeave>;
CA <Deputy,Deputy&-OnLeave,Acting> <Acting,-Acting&-Deputy,Target>;
Goal Target;`,
  },
  {
    name: 'who could take a role away can never exist',
    reachable: false,
    onlyApart: true,
    because: 'only an auditor takes the badge, and an auditor must not have had one, but everybody was given one',
    text: `Roles Director Badge Auditor Retired Pension;
Users dora adam eve;
UA <dora,Director> <dora,Badge> <adam,Badge> <eve,Badge>;
CR <Auditor,Badge>;
CA <Director,-Badge,Auditor> <Director,Badge,Retired> <Director,Retired&-Badge,Pension>;
Goal Pension;`,
  },
]
