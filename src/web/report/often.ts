/** What residents' patrols find most, for somebody who has not reported anything yet. */
export const OFTEN = ['0101', '0201', '0203', '0302', '0301', '0205'] as const
