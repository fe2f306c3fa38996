/**
 * Values in Neon's SQL over HTTP if the client didn't ask for raw text: booleans, numbers, JSON and arrays
 * become JSON, the rest stays Postgres text.
 */

import { parse } from 'postgres-array'

/** Type ids in pg_catalog with their own form in JSON. Fixed in every Postgres. */
const BOOL = 16
const INT2 = 21
const INT4 = 23
const FLOAT4 = 700
const FLOAT8 = 701
const JSON_TYPE = 114
const JSONB = 3802

/** Array types in pg_catalog with their element type: Postgres 18's pg_type.typarray. */
const ARRAYS = new Map<number, number>([
  [1000, BOOL], [1001, 17], [1002, 18], [1003, 19], [1016, 20], [1005, INT2], [1006, 22],
  [1007, INT4], [1008, 24], [1009, 25], [1028, 26], [1010, 27], [1011, 28], [1012, 29],
  [1013, 30], [199, JSON_TYPE], [143, 142], [1017, 600], [1018, 601], [1019, 602], [1027, 604],
  [629, 628], [651, 650], [1021, FLOAT4], [1022, FLOAT8], [719, 718], [791, 790], [775, 774],
  [1040, 829], [1041, 869], [1034, 1033], [1014, 1042], [1015, 1043], [1182, 1082], [1183, 1083],
  [1115, 1114], [1185, 1184], [1187, 1186], [1270, 1266], [1561, 1560], [1563, 1562],
  [1231, 1700], [2951, 2950], [3643, 3614], [3645, 3615], [3807, JSONB], [4073, 4072],
  [3905, 3904], [3907, 3906], [3909, 3908], [3911, 3910], [3913, 3912], [3927, 3926],
  [6150, 4451], [6151, 4532], [6152, 4533], [6153, 4534], [6155, 4535], [6157, 4536],
]) // prettier-ignore

/** Returns an array type's element type, or undefined for other types. */
export type ArrayTypes = (type: number) => number | undefined

export const builtInArrays: ArrayTypes = (type) => ARRAYS.get(type)

/** Postgres's text format as JSON. */
export function toJson(text: string | null, type: number, arrays: ArrayTypes): unknown {
  if (text === null) return null
  const element = arrays(type)
  if (element !== undefined) return parse(text, (item) => toJson(item, element, arrays))
  switch (type) {
    case BOOL:
      return text === 't'
    case INT2:
    case INT4:
      return Number(text)
    case FLOAT4:
    case FLOAT8: {
      const number = Number(text)
      return Number.isFinite(number) ? number : text
    }
    case JSON_TYPE:
    case JSONB: {
      const json: unknown = JSON.parse(text)
      return json
    }
    default:
      return text
  }
}
